/** Counted squares of the case tiles, gathered into circles that are wide enough for a number. */
import type { Feature, FeatureCollection, Point } from 'geojson'

/** A square's feature id is its quadtree key: dividing by 4³ names the square eight times as wide. */
const SQUARES_PER_CIRCLE = 64

export interface Bin {
  id: number
  count: number
  open: number
  lon: number
  lat: number
}

export interface BinFeature {
  id?: string | number | undefined
  geometry: { type: string; coordinates?: unknown }
  properties: Record<string, unknown>
}

/** A tile's feature as a bin, or null where it is a single case. */
export function binOf({ id, geometry, properties }: BinFeature): Bin | null {
  if (typeof properties.count !== 'number' || geometry.type !== 'Point') return null
  const [lon, lat] = geometry.coordinates as [number, number]
  return { id: Number(id), count: properties.count, open: Number(properties.open ?? 0), lon, lat }
}

function merged(bins: Bin[]): Feature<Point> {
  const count = bins.reduce((sum, bin) => sum + bin.count, 0)
  const open = bins.reduce((sum, bin) => sum + bin.open, 0)
  const lon = bins.reduce((sum, bin) => sum + bin.lon * bin.count, 0) / count
  const lat = bins.reduce((sum, bin) => sum + bin.lat * bin.count, 0) / count
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: { count, open },
  }
}

/** Sums exactly: every square is in one circle, and a square seen twice counts once. */
export function circlesOf(bins: readonly Bin[]): FeatureCollection<Point> {
  const once = new Map(bins.map((bin) => [bin.id, bin]))
  const groups = Map.groupBy(once.values(), (bin) => Math.floor(bin.id / SQUARES_PER_CIRCLE))
  return { type: 'FeatureCollection', features: [...groups.values()].map(merged) }
}
