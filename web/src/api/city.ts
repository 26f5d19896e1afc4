/** What a city consists of: areas, classes, organisations, places, figures, stories. */
import type { Geometry } from 'geojson'

import { get } from './http'
import type {
  AreaCollection,
  CaseClass,
  CellAt,
  Organization,
  Place,
  Story,
  Summary,
} from './types'

export const fetchDistricts = (city: string): Promise<AreaCollection> =>
  get('/api/v1/districts', { city, page_size: 1000 })

export const fetchStreets = (city: string): Promise<AreaCollection> =>
  get('/api/v1/streets', { city, page_size: 1000 })

export const fetchClasses = (city: string): Promise<CaseClass[]> => get('/api/v1/classes', { city })

export const fetchOrganizations = (city: string): Promise<Organization[]> =>
  get('/api/v1/organizations', { city })

export const findPlaces = (city: string, q: string, signal: AbortSignal): Promise<Place[]> =>
  get('/api/v1/places', { city, q, limit: 10 }, signal)

/** The cell under a point of the map (WGS 84 degrees), as the server would file it. */
export const cellAt = (
  city: string,
  lon: number,
  lat: number,
  signal?: AbortSignal,
): Promise<CellAt> => get('/api/v1/cells/at', { city, lon, lat, datum: 'wgs84' }, signal)

export const fetchSummary = (city: string): Promise<Summary> => get('/api/v1/summary', { city })

export const fetchStories = (city: string): Promise<Story[]> => get('/api/v1/stories', { city })

/** The outline of one cell, to be drawn before anything is sent; null where the list lacks it. */
export async function fetchCellShape(
  city: string,
  { lon, lat }: { lon: number; lat: number },
  code: string,
  signal: AbortSignal,
): Promise<Geometry | null> {
  const bbox = [lon - 0.0005, lat - 0.0005, lon + 0.0005, lat + 0.0005].join(',')
  const near = await get<AreaCollection>('/api/v1/cells', { city, bbox }, signal)
  return near.features.find((cell) => cell.properties.code === code)?.geometry ?? null
}
