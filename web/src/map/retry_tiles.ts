/** A tile that did not come is asked for again: a busy server says 503 and means "later". */
import type { ErrorEvent, Map as MapLibreMap } from 'maplibre-gl'

const WAIT_MS = 3000

/** Calls `tell` with true while some tiles are missing; returns a function that stops. */
export function retryTiles(map: MapLibreMap, tell: (missing: boolean) => void): () => void {
  const failed = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function again(): void {
    timer = undefined
    const sources = [...failed].filter((id) => map.getSource(id))
    failed.clear()
    tell(false)
    sources.forEach((id) => map.refreshTiles(id))
  }

  map.on('error', (event: ErrorEvent & { sourceId?: string }) => {
    if (!event.sourceId) return
    failed.add(event.sourceId)
    tell(true)
    timer ??= setTimeout(again, WAIT_MS)
  })
  return () => clearTimeout(timer)
}
