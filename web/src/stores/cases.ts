import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { countCases, fetchCases } from '@/api/cases'
import type { Query } from '@/api/query'
import { asProblem, type Problem } from '@/api/problem'
import type { CaseListFeature, Count } from '@/api/types'

const FIRST_PAGE = 50

/** The list beside the map: pages of the cases that the filters let through. */
export const useCases = defineStore('cases', () => {
  const rows = shallowRef<CaseListFeature[]>([])
  const next = ref<string | null>(null)
  const count = shallowRef<Count | null>(null)
  const loading = ref(false)
  /** The rows are those of the filters before: they stay until the new ones are here. */
  const stale = ref(false)
  const problem = shallowRef<Problem | null>(null)
  const query = shallowRef<Query>({})
  let running: AbortController | null = null

  const empty = computed(() => !loading.value && !problem.value && rows.value.length === 0)

  async function fetchPage(cursor: string | null, quiet: boolean): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    loading.value = !quiet
    try {
      const page = await fetchCases(query.value, cursor, mine.signal)
      rows.value = cursor ? [...rows.value, ...page.features] : page.features
      next.value = page.next
      problem.value = null
    } catch (error) {
      if (mine.signal.aborted) return
      if (stale.value) rows.value = []
      problem.value = asProblem(error)
    } finally {
      if (running === mine) loading.value = stale.value = false
    }
  }

  /** The count comes after the first page, and never holds it up. */
  async function recount(): Promise<void> {
    const asked = query.value
    const counted = await countCases(asked).catch(() => null)
    if (asked === query.value) count.value = counted
  }

  function filterBy(wanted: Query): Promise<void> {
    if (wanted.city !== query.value.city) rows.value = []
    query.value = wanted
    stale.value = rows.value.length > 0
    next.value = count.value = null
    return fetchPage(null, false).then(() => (query.value === wanted ? recount() : undefined))
  }

  const more = (): Promise<void> => (next.value ? fetchPage(next.value, false) : Promise.resolve())
  const retry = (): Promise<void> => fetchPage(rows.value.length ? next.value : null, false)

  /** After a live event: the first page again, without a flicker. Deeper pages stay as read. */
  function refresh(): Promise<void> {
    void recount()
    const untouched = !loading.value && rows.value.length <= FIRST_PAGE
    return untouched ? fetchPage(null, true) : Promise.resolve()
  }

  return {
    rows,
    next,
    count,
    loading,
    stale,
    problem,
    query,
    empty,
    filterBy,
    more,
    retry,
    refresh,
  }
})
