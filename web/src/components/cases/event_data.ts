/** What was said with a step besides its note, in words: to whom, until when, by whose fault. */
import type { CaseEvent, Organization } from '@/api/types'
import { minuteOf } from '@/format/time'
import { i18n, nameOf, termOf } from '@/i18n'

interface Context {
  organizations: readonly Organization[]
  zone: string
}

type Tell = (value: unknown, context: Context) => string

const named: Tell = (id, { organizations }) =>
  nameOf(organizations.find((entry) => entry.id === id) ?? null)
const text: Tell = (value) => (typeof value === 'string' ? value : '')
const time: Tell = (value, { zone }) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? minuteOf(value, zone) : ''
const partners: Tell = (value, context) =>
  (Array.isArray(value) ? value : [])
    .map((id) => named(id, context))
    .filter(Boolean)
    .join('、')
const verdict =
  (verb: string): Tell =>
  (value) =>
    termOf('verdict', `${verb}.${value ? 'yes' : 'no'}`)

/** Each key of an event's data with its label; a label of '' stands for itself. */
const TOLD: Readonly<Record<string, [string, Tell]>> = {
  organization: ['step.organization', named],
  unit: ['step.unit', named],
  fallback: ['step.fallback', named],
  owner: ['step.owner', named],
  partners: ['step.partners', partners],
  until: ['step.until', time],
  document: ['step.approval', text],
  decision: ['step.document', text],
  fault: ['step.fault', (value) => termOf('fault', String(value))],
}

const VERDICTS = ['verify', 'check']

export function saidWith(event: Pick<CaseEvent, 'verb' | 'data'>, context: Context): string[] {
  const data = (event.data ?? {}) as Record<string, unknown>
  const lines = Object.entries(TOLD).flatMap(([key, [label, tell]]) => {
    const value = key in data ? tell(data[key], context) : ''
    return value ? [`${i18n.global.t(label)}: ${value}`] : []
  })
  if (VERDICTS.includes(event.verb) && 'passed' in data)
    lines.push(verdict(event.verb)(data.passed, context))
  return lines
}
