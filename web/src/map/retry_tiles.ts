/** A tile that did not come is asked for again: a busy server says 503 and means "later". */
import type { ErrorEvent, Map as MapLibreMap } from 'maplibre-gl'

const WAIT_MS = 3000

interface Address {
  x: number
  y: number
  z: number
}
type TileError = ErrorEvent & { sourceId?: string; tile?: { tileID: { canonical: Address } } }

/** Calls `tell` with true while some tiles are missing; returns a function that stops. */
export function retryTiles(map: MapLibreMap, tell: (missing: boolean) => void): () => void {
  const missing = new Map<string, Address[]>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function again(): void {
    timer = undefined
    const wanted = [...missing].filter(([source]) => map.getSource(source))
    missing.clear()
    tell(false)
    // By address: a refresh of the whole source leaves tiles that failed in a state of waiting.
    wanted.forEach(([source, addresses]) => map.refreshTiles(source, addresses))
  }

  map.on('error', ({ sourceId, tile }: TileError) => {
    if (!sourceId || !tile) return
    const { x, y, z } = tile.tileID.canonical
    missing.set(sourceId, [...(missing.get(sourceId) ?? []), { x, y, z }])
    tell(true)
    timer ??= setTimeout(again, WAIT_MS)
  })
  return () => clearTimeout(timer)
}
