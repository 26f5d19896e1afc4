/** What the API speaks of, in the server's own names. */
import type { Feature, FeatureCollection, Geometry, MultiPolygon, Point, Polygon } from 'geojson'

/** Those with a form of their own are named; a verb that a city adds still shows. */
export type Verb = string

export type CaseState =
  | 'reported'
  | 'accepted'
  | 'filed'
  | 'dispatched'
  | 'handling'
  | 'replied'
  | 'checked'
  | 'closed'
  | 'refused'

export type Urgency = 'normal' | 'urgent' | 'emergency'
export type PhotoRole = 'near' | 'far' | 'before' | 'after'
export type Datum = 'wgs84' | 'gcj02' | 'bd09' | 'cgcs2000'
export type SnapHow = 'inside' | 'border' | 'gap' | 'outside'

export interface Membership {
  post: string
  post_name: string
  organization_id: string
  organization_name: string
  city: string
  verbs: string[]
  scope: string
}

export interface User {
  id: string
  username: string
  display_name: string
  memberships: Membership[]
}

export interface Session {
  user: User | null
  csrf_token: string
  cities: City[]
}

export interface City {
  code: string
  slug: string
  name: string
  name_en: string
  time_zone: string
  map_notice: string
  generated: boolean
  bbox: [number, number, number, number] | null
  centre: [number, number]
}

export interface AreaProperties {
  code: string
  name: string
  name_en?: string
}
export type AreaFeature = Feature<Polygon | MultiPolygon, AreaProperties>
export type AreaCollection = FeatureCollection<Polygon | MultiPolygon, AreaProperties>

export interface CodeName {
  code: string
  name: string
  name_en?: string
}

export interface CellRef {
  id: string
  code: string
}

export interface CellAt {
  how: SnapHow
  distance_m: number | null
  cell: CellRef | null
  street: CodeName | null
  district: CodeName | null
  community: CodeName | null
}

export interface CaseClass {
  id: string
  code: string
  name: string
  name_en: string
  kind: 'component' | 'event'
  level: 'major' | 'minor'
  parent: string | null
}

export interface OrganizationRef {
  id: string
  name: string
  name_en?: string
}

export interface Organization extends OrganizationRef {
  code: string
  kind: string
  parent: string | null
}

export interface Place {
  id: string
  kind: string
  name: string
  name_en: string
  context: string
  lon: number
  lat: number
}

export interface CaseListProperties {
  number: string | null
  state: CaseState
  class_code: string
  class_name: string
  class_name_en: string
  place_known: boolean
  place_text: string
  urgency: Urgency
  source: string
  district_code: string
  street_code: string
  organization_name: string | null
  reported_at: string
  due_at: string | null
  overdue: boolean
}
export type CaseListFeature = Feature<Point | null, CaseListProperties> & { id: string }

export interface CasePage {
  features: CaseListFeature[]
  next: string | null
  count: number | null
}

export interface CaseEvent {
  sequence: number
  verb: string
  from_state: CaseState | ''
  to_state: CaseState
  at: string
  actor_name: string | null
  organization_name: string | null
  note: string
  origin: string
}

export interface CasePhoto {
  sha256: string
  role: PhotoRole
  url: string
  stored: boolean
}

export interface VerbOffer {
  verb: Verb
  open: boolean
  why_not: { code: string; detail: string } | null
}

export interface CasePlace {
  known: boolean
  lon: number | null
  lat: number | null
  text: string
  road: string
}

export interface CaseDetail {
  id: string
  number: string | null
  state: CaseState
  class: CodeName
  place: CasePlace
  problem_text: string
  urgency: Urgency
  source: string
  origin: string
  snap: { how: SnapHow | ''; distance_m: number | null }
  cell: string | null
  district: CodeName | null
  street: CodeName | null
  community: CodeName | null
  organization: OrganizationRef | null
  unit: OrganizationRef | null
  reported_at: string
  due_at: string | null
  closed_at: string | null
  overdue: boolean
  events: CaseEvent[]
  photos: CasePhoto[]
  reporter: { name: string; phone: string } | null
  verbs: VerbOffer[]
}

export interface Suggestion {
  organization: OrganizationRef
  unit: OrganizationRef | null
  reason_zh: string
  reason_en: string
  rule: string | null
}

export interface VerbBody {
  event_id: string
  note?: string
  organization?: string
  unit?: string
  passed?: boolean
  photos?: ReportPhoto[]
}

export interface ReportPhoto {
  sha256: string
  role: PhotoRole
  taken_at?: string
}

export interface ReportBody {
  city: string
  class: string
  lon: number
  lat: number
  datum: Datum
  accuracy_m?: number
  place_text: string
  problem_text: string
  urgency: Urgency
  source: string
  reported_at: string
  reporter?: { name: string; phone: string }
  photos: ReportPhoto[]
}

export interface Receipt {
  id: string
  number: string | null
  state: CaseState
  stored: string[]
  missing: string[]
  snap: { how: SnapHow | ''; distance_m: number | null }
  cell: string | null
  case_url: string
}

export interface Published {
  accepted?: number
  filed?: number
  due?: number
  closed?: number
  dispatch_rate?: string
  closing_rate?: string
}

export interface Summary {
  accepted: number
  filed: number
  never_filed: number
  due: number
  closed: number
  not_yet_due: number
  due_not_closed: number
  unplaced: number
  dispatch_rate: number | string | null
  closing_rate: number | string | null
  published: Published | null
}

export interface Story {
  number: number
  title_zh: string
  title_en: string
  text_zh: string
  text_en?: string
  case_id: string | null
  lon: number
  lat: number
  figures: Record<string, number> | null
}

export type FacilityFeature = Feature<Geometry, { code: string; name: string; kind: string }>
