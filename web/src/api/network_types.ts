/** Generations of the network, drafts of the next one, and what is said about them. */
import type {
  Feature,
  FeatureCollection,
  Geometry,
  LineString,
  MultiPolygon,
  Polygon,
} from 'geojson'

import type { Box } from '@/map/view'

export interface Generation {
  number: number
  valid_from: string
  valid_to: string | null
  in_force: boolean
  cells: number
}

export type DraftState = 'open' | 'published' | 'discarded'

export interface Draft {
  id: string
  state: DraftState
  number: number
  note: string
  base_number: number
  made_by: string | null
  made_at: string
  decided_by: string | null
  decided_at: string | null
  valid_from: string | null
  cells: number
  edits: number
  base_changed: boolean
  may_edit: boolean
  may_publish: boolean
  bbox: Box | null
}

export interface AreaValues {
  code: string
  name?: string
  name_en?: string
  community_code?: string
  street_code?: string
}
export type DraftCell = Feature<Polygon | MultiPolygon, AreaValues>

export const FINDING_KINDS = [
  'invalid',
  'overlap',
  'gap',
  'unnoded',
  'misplaced',
  'code',
  'numbering',
  'component_split',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]
export type Repair = 'snap_vertices' | 'fill_sliver' | 'drop_overlap' | 'renumber'

export interface FindingValues {
  kind: FindingKind
  severity: 'error' | 'warning'
  code: string
  other: string
  area_m2: number | null
  zh: string
  en: string
  repair: Repair | null
}
export type Finding = Feature<Geometry, FindingValues> & { id: string }

export interface Findings {
  features: Finding[]
  publishable: boolean
  errors: number
  warnings: number
  counts: Partial<Record<FindingKind, number>>
  left_off: number
}

export type EditBody =
  | { verb: 'split'; cell: string; line: LineString }
  | { verb: 'merge'; cells: string[] }
  | { verb: 'move_vertex'; from: number[]; to: number[] }
  | { verb: 'move_edge'; left: string; right: string; line: LineString }
  | { verb: 'lay'; community: string; size_m: number; polygon?: Polygon }
  | { verb: 'assign'; cells: string[]; community: string }
  | { verb: 'renumber'; area: string }
  | { verb: 'repair'; finding: string }
  | { verb: 'undo'; edit: string }

export interface Edit {
  id: string
  sequence: number
  verb: EditBody['verb'] | 'blocks' | 'load'
  summary: { zh: string; en: string }
  at: string
  by: string | null
  undoes: string | null
  undone_by: string | null
  changed: { removed: string[]; added: string[]; changed: string[] }
  bbox: Box | null
}

export const CHANGES = ['moved', 'split', 'merged', 'new', 'gone', 'kept'] as const
export type Change = (typeof CHANGES)[number]

export interface ChangeValues {
  side: 'draft' | 'base'
  change: Change
  code: string
  others: string[]
  renumbered: boolean
  affected: { cases: number; duty: number }
}
export type ChangedCell = Feature<Polygon | MultiPolygon, ChangeValues>

export interface Comparison {
  features: ChangedCell[]
  summary: Partial<Record<Change | 'renumbered', number>>
  affected: { cases?: Partial<Record<Change, number>>; duty?: Partial<Record<Change, number>> }
  left_off: number
}

export interface CasesByCell {
  total: number
  outside: number
  unplaced: number
  cells: { code: string; cases: number }[]
  /** Cases that were filed in a cell of another code. */
  other_code: number
}

export type Areas = FeatureCollection<Polygon | MultiPolygon, AreaValues>
