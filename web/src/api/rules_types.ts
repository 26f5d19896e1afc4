/** Rules by which cases are routed, in sets that are drafted, tried and put in force. */
import type { Feature, MultiPolygon, Point, Polygon } from 'geojson'

export interface Party {
  id: string
  name: string
  name_en: string
}

export type RuleSetState = 'draft' | 'scheduled' | 'in_force' | 'past'

export interface RuleSet {
  id: string
  name: string
  state: RuleSetState
  origin: 'hand' | 'learnt' | 'copied'
  based_on: string | null
  valid_from: string | null
  valid_to: string | null
  made_at: string
  rules: number
  evidence: Record<string, unknown> | null
  may_edit: boolean
  may_enforce: boolean
}

/** Whatever is set must hold; within a list any. The four lists of places count as one. */
export interface Condition {
  classes?: string[]
  districts?: string[]
  streets?: string[]
  cells?: string[]
  areas?: string[]
  placed?: boolean | null
  owners?: string[]
  from_time?: string
  to_time?: string
  days?: 'working' | 'rest'
  hours?: 'working' | 'off'
  months?: number[]
  urgencies?: string[]
  sources?: string[]
  roads?: string[]
  near_kind?: string
  near_m?: number | null
}

export interface RuleFinding {
  order: number
  code: string
  zh: string
  en: string
}

export interface Rule {
  id: string
  order: number
  condition: Condition
  words_zh: string
  words_en: string
  organization: Party
  unit: Party | null
  standard_row: string | null
  joint: string[]
  reason: string
  valid_from: string | null
  valid_to: string | null
  evidence: { times: number; hits: number; since: string } | null
  next: { organization: Party; unit: Party | null; times: number }[]
  findings: RuleFinding[]
}

export interface RuleBody {
  order?: number | null
  condition: Condition
  organization: string
  unit?: string | null
  standard_row?: string | null
  joint?: string[]
  reason?: string
  valid_from?: string | null
  valid_to?: string | null
}

export interface Overruled {
  rule: string
  order: number
  followed: number
  overruled: number
  /** Overruled of all, 0 to 1. */
  share: number
  better: { organization: Party; times: number } | null
  words_zh: string
  words_en: string
}

export interface DryRun {
  id: string
  start: string
  end: string
  cases: number
  changed: number
  unchanged: number
  undecided: number
  agreed: number
  took_ms: number
  by_rule: { order: number; cases: number; changed: number }[]
  /** Names; empty where no rule says whom. */
  moves: { from: string; to: string; times: number }[]
}

export interface MovedCase {
  case: string
  number: string | null
  class_code: string
  class_name: string
  class_name_en: string
  reported_at: string
  got: string
  now_rule: number | null
  now: string
  rule: number | null
  would: string
}
export type MovedFeature = Feature<Point | null, MovedCase> & { id: string }

export type RoutingArea = Feature<
  Polygon | MultiPolygon,
  { code: string; name: string; name_en: string; origin: 'drawn' | 'learnt' }
> & { id: string }

export interface AreaBody {
  code: string
  name: string
  name_en: string
  geometry: Polygon
}

export type Basis = 'rule' | 'ruling' | 'owner' | 'history'

export interface Advised {
  organization: Party
  unit: Party | null
  reason_zh: string
  reason_en: string
  basis: Basis
  rule: number | null
  rule_id: string | null
  runner_up: boolean
  share: number | null
  joint: string[]
}

export interface Advice {
  decided_by: Basis | 'person'
  suggestions: Advised[]
  broken: RuleFinding[]
  border: {
    distance_m: number
    sides: { organization: Party; unit: Party | null; why_zh: string; why_en: string }[]
    last_ruling: { number: string | null; owner: Party; at: string; note: string } | null
  } | null
}

export interface Supposed {
  class: string
  lon: number
  lat: number
  at?: string
  source?: string
  urgency?: string
  rule_set?: string
}
