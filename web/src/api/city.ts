/** What a city consists of: areas, classes, organisations, places, figures, stories. */
import type { Geometry } from 'geojson'

import { answerOf, client } from './client'
import type {
  AreaCollection,
  Background,
  CaseClass,
  CellAt,
  Organization,
  Place,
  Story,
  Summary,
} from './types'

const MANY = 1000

export async function fetchDistricts(city: string): Promise<AreaCollection> {
  const query = { city, page_size: MANY }
  return (await answerOf(client.GET('/api/v1/districts', { params: { query } }))) as AreaCollection
}

export async function fetchStreets(city: string): Promise<AreaCollection> {
  const query = { city, page_size: MANY }
  return (await answerOf(client.GET('/api/v1/streets', { params: { query } }))) as AreaCollection
}

/** The background map that the city has set; null where it has none (204). */
export async function fetchBackground(): Promise<Background | null> {
  const found: unknown = await answerOf(client.GET('/tiles/background.json'))
  return (found as Background | undefined) ?? null
}

export const fetchClasses = (city: string): Promise<CaseClass[]> =>
  answerOf(client.GET('/api/v1/classes', { params: { query: { city } } }))

export const fetchOrganizations = (city: string): Promise<Organization[]> =>
  answerOf(client.GET('/api/v1/organizations', { params: { query: { city } } }))

export async function fetchSummary(city: string): Promise<Summary> {
  return (await answerOf(client.GET('/api/v1/summary', { params: { query: { city } } }))) as Summary
}

export function findPlaces(city: string, q: string, signal: AbortSignal): Promise<Place[]> {
  const query = { city, q, limit: 10 }
  return answerOf(client.GET('/api/v1/places', { params: { query }, signal }))
}

export const fetchStories = (city: string): Promise<Story[]> =>
  answerOf(client.GET('/api/v1/stories', { params: { query: { city } } }))

/** The cell under a point of the map (WGS 84 degrees), as the server would file it. */
export function cellAt(
  city: string,
  lon: number,
  lat: number,
  signal?: AbortSignal,
): Promise<CellAt> {
  const query = { city, lon, lat, datum: 'wgs84' as const }
  return answerOf(client.GET('/api/v1/cells/at', { params: { query }, signal }))
}

/** Half a side of the box around a point in which its cell is looked for, in degrees: about 50 m. */
const NEAR_DEG = 0.0005

/** The outline of one cell, to be drawn before anything is sent; null where the list lacks it. */
export async function fetchCellShape(
  city: string,
  { lon, lat }: { lon: number; lat: number },
  code: string,
  signal: AbortSignal,
): Promise<Geometry | null> {
  const box = [lon - NEAR_DEG, lat - NEAR_DEG, lon + NEAR_DEG, lat + NEAR_DEG]
  const query = { city, bbox: box.map((side) => side.toFixed(7)).join(',') }
  const near = await answerOf(client.GET('/api/v1/cells', { params: { query }, signal }))
  const found = near.features?.find((cell) => cell.properties?.code === code)
  return (found?.geometry as Geometry | undefined) ?? null
}
