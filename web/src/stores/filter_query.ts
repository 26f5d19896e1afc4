/** Filters of list and tiles: how they stand in the page's address and how the API wants them. */
import type { LocationQuery } from 'vue-router'

import type { Query } from '@/api/query'

/** All optional; `from` and `to` are days of the city (`2022-04-01`), both included. */
export interface Filters {
  class: string | null
  state: string | null
  state_group: string | null
  district: string | null
  source: string | null
  from: string | null
  to: string | null
}

const NAMES = ['class', 'state', 'state_group', 'district', 'source', 'from', 'to'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

export const NO_FILTERS: Filters = Object.freeze({
  class: null,
  state: null,
  state_group: null,
  district: null,
  source: null,
  from: null,
  to: null,
})

function textOf(value: LocationQuery[string] | undefined): string | null {
  const first = Array.isArray(value) ? value[0] : value
  return first ? first : null
}

/** Reads the filters out of an address; a day that is none is dropped. */
export function filtersFrom(query: LocationQuery): Filters {
  const entries = NAMES.map((name) => [name, textOf(query[name])] as const)
  const filters = Object.fromEntries(entries) as unknown as Filters
  if (filters.from && !DAY.test(filters.from)) filters.from = null
  if (filters.to && !DAY.test(filters.to)) filters.to = null
  return filters
}

/** Writes filters into an address, keeping what else stands there. */
export function withFilters(query: LocationQuery, filters: Filters): LocationQuery {
  const others = Object.entries(query).filter(
    ([name]) => !(NAMES as readonly string[]).includes(name),
  )
  const set = NAMES.map((name) => [name, filters[name]] as const).filter(([, value]) => value)
  return Object.fromEntries([...others, ...set])
}

export const filterCount = (filters: Filters): number => {
  const set = NAMES.filter((name) => name !== 'to' && filters[name] !== null).length
  return set + (filters.to && !filters.from ? 1 : 0)
}

/** The query of list and tiles alike; the server reads a day in the city's own zone. */
export const apiQuery = (city: string, filters: Filters): Query => ({ city, ...filters })
