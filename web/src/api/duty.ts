/** Duty grids: who is on duty where, by shift and date, and what is wrong with it. */
import type { Feature, Geometry, MultiPolygon } from 'geojson'

import { cursorOf } from './cases'
import { answerOf, client } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
type Values<Thing extends { properties?: object }> = Required<NonNullable<Thing['properties']>>

export type Shift = Schemas['Shift']
export type Shifts = Schemas['Shifts']
export type Collector = Schemas['Collector']
export type DutyAt = Schemas['DutyAt']
export type DutyWish = Schemas['DutyWishRequest']
export type DutyGrid = Feature<MultiPolygon, Values<Schemas['DutyGrid']>> & { id: string }
export type DutyFinding = Feature<Geometry, Schemas['DutyFindingProperties']>
export type GridChange = Schemas['GridChange']
export type Beat = Feature<Geometry, Schemas['BeatProperties']>
export type Proposal = Omit<Schemas['Proposal'], 'features'> & { features: Beat[] }

const MANY = 1000

export const fetchShifts = (city: string): Promise<Shifts> =>
  answerOf(client.GET('/api/v1/shifts', { params: { query: { city } } }))

export const fetchCollectors = (city: string): Promise<Collector[]> =>
  answerOf(client.GET('/api/v1/duty/collectors', { params: { query: { city } } }))

async function gridPage(city: string, at: string, cursor: string | null) {
  const query = { city, at, page_size: MANY, ...(cursor ? { cursor } : {}) }
  const page = await answerOf(client.GET('/api/v1/duty-grids', { params: { query } }))
  return { grids: (page.features ?? []) as DutyGrid[], next: cursorOf(page.next ?? null) }
}

/** Every duty grid in force at a moment. */
export async function fetchDutyGrids(city: string, at: string): Promise<DutyGrid[]> {
  const found: DutyGrid[] = []
  let cursor: string | null = null
  do {
    const page = await gridPage(city, at, cursor)
    found.push(...page.grids)
    cursor = page.next
  } while (cursor)
  return found
}

export async function putDutyGrid(city: string, id: string, wish: DutyWish): Promise<DutyGrid> {
  const params = { path: { grid_id: id }, query: { city } }
  const call = client.PUT('/api/v1/duty-grids/{grid_id}', { params, body: wish })
  return (await answerOf(call)) as DutyGrid
}

export function endDutyGrid(city: string, id: string): Promise<unknown> {
  const params = { path: { grid_id: id }, query: { city } }
  return answerOf(client.DELETE('/api/v1/duty-grids/{grid_id}', { params }))
}

/** Who is on duty at a place (WGS 84 degrees) at a moment. */
export function fetchDutyAt(
  city: string,
  place: { lon: number; lat: number },
  at: string,
): Promise<DutyAt> {
  const query = { city, ...place, datum: 'wgs84' as const, at }
  return answerOf(client.GET('/api/v1/duty/at', { params: { query } }))
}

export async function fetchDutyFindings(city: string, at: string): Promise<DutyFinding[]> {
  const call = client.GET('/api/v1/duty/findings', { params: { query: { city, at } } })
  return (await answerOf(call)).features as unknown as DutyFinding[]
}

/** Cells of a street dealt out to so many collectors by what each cell has had. Nothing is kept. */
export async function fetchProposal(
  city: string,
  street: string,
  collectors: number,
  shift: string | null,
): Promise<Proposal> {
  const query = { city, street, collectors, ...(shift ? { shift } : {}) }
  const call = client.GET('/api/v1/duty/proposal', { params: { query } })
  return (await answerOf(call)) as unknown as Proposal
}

/** What a generation of the network, also a draft, does to each duty grid in force now. */
export async function fetchDutyAffected(city: string, generation: number): Promise<GridChange[]> {
  const call = client.GET('/api/v1/duty/affected', { params: { query: { city, generation } } })
  return (await answerOf(call)).grids
}

/** Reads every duty grid anew in a generation: old ones end, new ones begin; null means now. */
export async function carryDuty(
  city: string,
  generation: number,
  begins: string | null,
): Promise<GridChange[]> {
  const params = { query: { city } }
  const body = { generation, ...(begins ? { begins } : {}) }
  const call = client.POST('/api/v1/duty/carry', { params, body })
  return (await answerOf(call)).grids
}
