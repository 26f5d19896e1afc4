/** Names for what the generated schema describes, and GeoJSON as precise as it really is. */
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from 'geojson'

import type { components } from './schema'

type Schemas = components['schemas']
type Values<Thing extends { properties?: object }> = Required<NonNullable<Thing['properties']>>

export type Session = Schemas['Session']
export type User = Schemas['User']
export type City = Omit<Schemas['City'], 'bbox' | 'centre'> & {
  bbox: [number, number, number, number] | null
  centre: [number, number] | null
}

/** The city's own background map: pictures by our own address. */
export interface Background {
  tiles: string[]
  maxzoom: number
  attribution: string
}

export type AreaProperties = Values<Schemas['Street'] | Schemas['District']>
export type AreaCollection = FeatureCollection<Polygon | MultiPolygon, AreaProperties>

export type CellAt = Schemas['CellAt']
export type CaseClass = Schemas['CaseClass']
export type Organization = Schemas['Organization']

export type CaseState = Schemas['ToStateEnum']
export type Urgency = Schemas['UrgencyEnum']
export type PhotoRole = Schemas['RoleEnum']

export type CaseListProperties = Values<Schemas['CaseFeature']>
export type CaseListFeature = Feature<Point | null, CaseListProperties> & { id: string }

export interface CasePage {
  features: CaseListFeature[]
  next: string | null
}

export type Count = Schemas['Count']

export type CaseDetail = Schemas['Case']
export type CaseEvent = Schemas['Event']
export type CasePhoto = Schemas['Photo']
export type StepBody = Schemas['StepRequest']
export type Clock = Schemas['Clock']
export type ClockSpan = Schemas['Span']
export type Duplicates = Schemas['Duplicates']
export type Duplicate = Schemas['Duplicate']
export type Side = Schemas['Side']
export type Contact = Schemas['Contact']
export type ReportBody = Schemas['ReportRequest']
export type ReportPhoto = Schemas['DeclaredPhotoRequest']
export type Receipt = Schemas['Receipt']
/** What the city itself printed of the same figures, as far as it did. */
export interface Published {
  accepted?: number
  filed?: number
  due?: number
  closed?: number
  printed_dispatch_rate?: string
  printed_closing_rate?: string
  source_zh?: string
  source_en?: string
}
export type Summary = Omit<Schemas['Summary'], 'published'> & { published: Published | null }

export type Place = Schemas['GazetteerPlace']
export type Suggestion = Schemas['Suggestion']
export type Story = Schemas['Story']

/** A case on a work list: what it waits for, and how it stands with its time. */
export type WorkFeature = Feature<Point | null, Values<Schemas['WorkFeature']>> & { id: string }
export type WorkRow = WorkFeature['properties'] & { id: string }
