/** A rule while somebody writes it: every part of its condition has a place, empty or not. */
import type { Condition, Rule, RuleBody } from '@/api/rules_types'

export interface RuleDraft {
  /** Its place among the rules; null puts a new one behind all others. */
  order: number | null
  classes: string[]
  districts: string[]
  streets: string[]
  cells: string[]
  areas: string[]
  owners: string[]
  urgencies: string[]
  sources: string[]
  roads: string[]
  months: number[]
  placed: 'yes' | 'no' | null
  days: 'working' | 'rest' | null
  hours: 'working' | 'off' | null
  from_time: string | null
  to_time: string | null
  near_kind: string | null
  near_m: number | null
  organization: string | null
  unit: string | null
  joint: string[]
  reason: string
  valid: [number, number] | null
}

const LISTS = [
  'classes',
  'districts',
  'streets',
  'cells',
  'areas',
  'owners',
  'urgencies',
  'sources',
  'roads',
  'months',
] as const
const SINGLES = ['days', 'hours', 'from_time', 'to_time', 'near_kind', 'near_m'] as const

export const emptyRule = (): RuleDraft => ({
  ...(Object.fromEntries(LISTS.map((name) => [name, []])) as unknown as Pick<
    RuleDraft,
    (typeof LISTS)[number]
  >),
  order: null,
  placed: null,
  days: null,
  hours: null,
  from_time: null,
  to_time: null,
  near_kind: null,
  near_m: null,
  organization: null,
  unit: null,
  joint: [],
  reason: '',
  valid: null,
})

/** A rule as it stands, to be changed. */
export function draftOf(rule: Rule): RuleDraft {
  const { condition, valid_from, valid_to } = rule
  const { placed, ...rest } = condition
  return {
    ...emptyRule(),
    order: rule.order,
    ...structuredClone(rest),
    placed: typeof placed === 'boolean' ? (placed ? 'yes' : 'no') : null,
    organization: rule.organization.id,
    unit: rule.unit?.id ?? null,
    joint: [...rule.joint],
    reason: rule.reason,
    valid: valid_from && valid_to ? [Date.parse(valid_from), Date.parse(valid_to)] : null,
  }
}

/** What is set of a condition; empty parts are left out. */
export function conditionOf(draft: RuleDraft): Condition {
  const lists = LISTS.filter((name) => draft[name].length).map((name) => [name, draft[name]])
  const singles = SINGLES.filter((name) => draft[name] !== null).map((name) => [name, draft[name]])
  const placed = draft.placed === null ? [] : [['placed', draft.placed === 'yes']]
  return Object.fromEntries([...lists, ...singles, ...placed]) as Condition
}

/** When the rule holds; without dates of its own it keeps those that it had. */
function datesOf(
  { valid }: RuleDraft,
  kept: Rule | null,
): Pick<RuleBody, 'valid_from' | 'valid_to'> {
  if (!valid) return { valid_from: kept?.valid_from ?? null, valid_to: kept?.valid_to ?? null }
  const [from, to] = valid.map((ms) => new Date(ms).toISOString())
  return { valid_from: from, valid_to: to }
}

/** What is sent; `kept` carries over what the form does not show. Null while nobody is named. */
export function bodyOf(draft: RuleDraft, kept: Rule | null): RuleBody | null {
  if (!draft.organization) return null
  return {
    order: draft.order ?? kept?.order ?? null,
    ...(kept ? { standard_row: kept.standard_row } : {}),
    condition: conditionOf(draft),
    organization: draft.organization,
    unit: draft.unit,
    joint: draft.joint,
    reason: draft.reason.trim(),
    ...datesOf(draft, kept),
  }
}
