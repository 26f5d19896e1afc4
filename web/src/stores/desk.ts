import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { fetchListCounts, fetchWorkList, LISTS, type ListCounts, type ListName } from '@/api/desk'
import { asProblem, type Problem } from '@/api/problem'
import type { WorkRow } from '@/api/types'

/** The work lists of one person: how much is in each, and the rows of the one that is open. */
export const useDesk = defineStore('desk', () => {
  const slug = ref('')
  const list = ref<ListName>('mine')
  const counts = shallowRef<ListCounts>({})
  const rows = shallowRef<WorkRow[]>([])
  const next = ref<string | null>(null)
  const loading = ref(false)
  const problem = shallowRef<Problem | null>(null)
  let running: AbortController | null = null

  const empty = computed(() => !loading.value && !problem.value && !rows.value.length)

  async function count(): Promise<void> {
    const asked = slug.value
    const found = await fetchListCounts(asked).catch(() => null)
    if (found && asked === slug.value) counts.value = found
  }

  async function fetchPage(cursor: string | null, quiet: boolean): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    loading.value = !quiet
    try {
      const page = await fetchWorkList(slug.value, list.value, cursor, mine.signal)
      rows.value = cursor ? [...rows.value, ...page.rows] : page.rows
      next.value = page.next
      problem.value = null
    } catch (error) {
      if (!mine.signal.aborted) problem.value = asProblem(error)
    } finally {
      if (running === mine) loading.value = false
    }
  }

  function show(city: string, name: ListName): Promise<void> {
    slug.value = city
    list.value = name
    rows.value = []
    next.value = null
    void count()
    return fetchPage(null, false)
  }

  const more = (): Promise<void> => (next.value ? fetchPage(next.value, false) : Promise.resolve())
  const retry = (): Promise<void> => fetchPage(null, false)

  /** After news: the first page and the counts again, without a flicker. */
  function refresh(): Promise<void> {
    void count()
    return loading.value ? Promise.resolve() : fetchPage(null, true)
  }

  /** The list `step` places further on, round and round. */
  function beside(step: number): ListName {
    const at = LISTS.indexOf(list.value)
    return LISTS[(at + step + LISTS.length) % LISTS.length] ?? 'mine'
  }

  return { list, counts, rows, next, loading, problem, empty, show, more, retry, refresh, beside }
})
