import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'

import { fetchDraftCells } from '@/api/network'
import type { DraftCell } from '@/api/network_types'
import type { Box } from '@/map/view'
import { useDraft } from '@/stores/draft'

/** Below this zoom a window holds more cells than can be told apart. */
export const CELLS_FROM_ZOOM = 14
/** Pages of a thousand: a wide screen at the lowest zoom holds about five thousand cells. */
const PAGES = 6

/** The cells of the open draft that are in view, read again after every edit. */
export function useCells(city: () => string) {
  const store = useDraft()
  const cells = shallowRef<DraftCell[]>([])
  const loading = ref(false)
  const view = shallowRef<{ box: Box; zoom: number } | null>(null)
  const near = computed(() => (view.value?.zoom ?? 0) >= CELLS_FROM_ZOOM)
  let running: AbortController | null = null

  async function read(id: string, box: Box, signal: AbortSignal): Promise<void> {
    const found: DraftCell[] = []
    let cursor: string | null = null
    for (let page = 0; page < PAGES; page += 1) {
      const answer = await fetchDraftCells(city(), id, box, cursor, signal)
      found.push(...answer.features)
      cursor = answer.next
      if (!cursor) break
    }
    if (!signal.aborted) cells.value = found
  }

  async function show(): Promise<void> {
    running?.abort()
    const id = store.draft?.id
    if (!id || !view.value || !near.value) {
      cells.value = []
      return
    }
    const mine = (running = new AbortController())
    loading.value = true
    try {
      await read(id, view.value.box, mine.signal)
    } catch {
      // What was drawn before stays; the next move of the map asks again.
    } finally {
      if (running === mine) loading.value = false
    }
  }

  watch([view, () => store.draft?.id, () => store.version], () => void show())
  onBeforeUnmount(() => running?.abort())

  const byCode = computed(() => new Map(cells.value.map((cell) => [cell.properties.code, cell])))
  return { cells, byCode, loading, view, near }
}
