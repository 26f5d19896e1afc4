/** States and channels in the order in which people think of them. */
import type { CaseState } from '@/api/types'

export const STATES: readonly CaseState[] = [
  'reported',
  'accepted',
  'verifying',
  'filed',
  'dispatched',
  'acknowledged',
  'assigned',
  'handling',
  'deferred',
  'parked',
  'enforcement',
  'replied',
  'checking',
  'checked',
  'closed',
  'settled',
  'refused',
  'voided',
  'merged',
  'answered',
  'self_handled',
]

export const SOURCES = [
  'collector',
  'citizen',
  'phone',
  'media',
  'superior',
  'sensor',
  'online',
  'staff',
] as const

export const STATE_GROUPS = ['open', 'closed'] as const
