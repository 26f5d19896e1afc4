/** Work lists: what waits for this person, list by list, the most pressing first. */
import { cursorOf } from './cases'
import { answerOf, client } from './client'
import type { WorkFeature, WorkRow } from './types'

export const LISTS = ['mine', 'level', 'soon', 'late', 'requests', 'tasks'] as const
export type ListName = (typeof LISTS)[number]
export type ListCounts = Partial<Record<ListName, number>>

export interface WorkPage {
  rows: WorkRow[]
  next: string | null
}

export async function fetchListCounts(city: string): Promise<ListCounts> {
  const params = { query: { city } }
  const { lists } = await answerOf(client.GET('/api/v1/worklists', { params }))
  return Object.fromEntries(lists.map(({ list, count }) => [list, count]))
}

export async function fetchWorkList(
  city: string,
  list: ListName,
  cursor: string | null,
  signal: AbortSignal,
): Promise<WorkPage> {
  const params = { path: { which: list }, query: cursor ? { city, cursor } : { city } }
  const page = await answerOf(client.GET('/api/v1/worklists/{which}', { params, signal }))
  const features = (page.features ?? []) as WorkFeature[]
  const rows = features.map(({ id, properties }) => ({ ...properties, id }))
  return { rows, next: cursorOf(page.next) }
}
