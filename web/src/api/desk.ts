/** Work lists: what waits for this person, list by list, the most pressing first. */
import { cursorOf } from './cases'
import { answerOf, client } from './client'
import { queryString } from './query'
import type { WorkRow } from './types'

export const LISTS = ['mine', 'level', 'soon', 'late', 'requests', 'tasks'] as const
export type ListName = (typeof LISTS)[number]
export type ListCounts = Partial<Record<ListName, number>>

export interface WorkPage {
  rows: WorkRow[]
  next: string | null
}

const ask = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  answerOf<T>(client.GET(path as never, { signal } as never) as never)

interface Lists {
  lists: { list: ListName; count: number }[]
}

interface Features {
  features: { id: string; properties: Omit<WorkRow, 'id'> }[]
  next: string | null
}

export async function fetchListCounts(city: string): Promise<ListCounts> {
  const { lists } = await ask<Lists>(`/api/v1/worklists${queryString({ city })}`)
  return Object.fromEntries(lists.map(({ list, count }) => [list, count]))
}

export async function fetchWorkList(
  city: string,
  list: ListName,
  cursor: string | null,
  signal: AbortSignal,
): Promise<WorkPage> {
  const path = `/api/v1/worklists/${list}${queryString({ city, cursor })}`
  const page = await ask<Features>(path, signal)
  const rows = page.features.map(({ id, properties }) => ({ ...properties, id }))
  return { rows, next: cursorOf(page.next) }
}
