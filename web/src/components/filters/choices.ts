/** States and channels in the order in which people think of them. */
import type { CaseState } from '@/api/types'

export const STATES: readonly CaseState[] = [
  'reported',
  'accepted',
  'filed',
  'dispatched',
  'handling',
  'replied',
  'checked',
  'closed',
  'refused',
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

export const STATE_GROUPS = ['open', 'ended'] as const
