import type { Feature } from 'geojson'
import { ref, shallowRef, watch } from 'vue'

import { cellAt, fetchCellShape } from '@/api/city'
import { asProblem, type Problem } from '@/api/problem'
import type { CellAt } from '@/api/types'
import { areaFeature, pointFeature, useMapStore, type Point } from '@/stores/map'

/** Follows the picked point: asks for its cell and shows both on the map. */
export function useSnap(city: () => string) {
  const map = useMapStore()
  const snap = shallowRef<CellAt | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const busy = ref(false)
  let running: AbortController | null = null

  async function drawCell(point: Point, code: string, signal: AbortSignal): Promise<void> {
    const shape = await fetchCellShape(city(), point, code, signal).catch(() => null)
    if (signal.aborted || !shape) return
    map.select([areaFeature(shape), pointFeature(point, true)])
  }

  async function ask(point: Point): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    const marks: Feature[] = [pointFeature(point, true)]
    map.select(marks)
    snap.value = null
    problem.value = null
    busy.value = true
    try {
      snap.value = await cellAt(city(), point.lon, point.lat, mine.signal)
      if (snap.value.cell) void drawCell(point, snap.value.cell.code, mine.signal)
    } catch (error) {
      if (!mine.signal.aborted) problem.value = asProblem(error)
    } finally {
      if (running === mine) busy.value = false
    }
  }

  watch(
    () => map.picked,
    (point) => {
      if (point) void ask(point)
      else snap.value = null
    },
  )
  return { snap, problem, busy }
}
