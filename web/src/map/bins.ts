/** Counted squares of the case tiles, gathered into circles that are wide enough for a number. */
import type { Feature, FeatureCollection, Point } from 'geojson'

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

/** Circles per tile side: a tile is 512 px wide, so a circle has a square of 64 px to itself. */
const PER_TILE = 8
const SQUARE_PX = 512 / PER_TILE

/** The radius that `layers/cases.ts` draws, for keeping a circle inside its square. */
export const radiusOf_px = (count: number): number => 9 + 3.5 * Math.log10(Math.max(1, count))

interface Spot {
  x: number
  y: number
}

/** Position in squares of the whole world's Mercator map, from its north-western corner. */
function spotOf({ lon, lat }: Bin, zoom: number): Spot {
  const side = PER_TILE * 2 ** zoom
  const north = Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI
  return { x: ((lon + 180) / 360) * side, y: ((1 - north) / 2) * side }
}

function placeOf({ x, y }: Spot, zoom: number): [number, number] {
  const side = PER_TILE * 2 ** zoom
  const lat = Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / side)))
  return [(x / side) * 360 - 180, (lat * 180) / Math.PI]
}

/** Keeps a position so far from its square's sides that circles of neighbours never overlap. */
function inside(at: number, margin: number): number {
  const room = Math.min(margin, 0.5)
  return Math.floor(at) + Math.min(Math.max(at % 1, room), 1 - room)
}

function merged(bins: Bin[], zoom: number): Feature<Point> {
  const total = (value: (bin: Bin) => number) => bins.reduce((sum, bin) => sum + value(bin), 0)
  const count = total((bin) => bin.count)
  const margin = radiusOf_px(count) / SQUARE_PX
  const spot = {
    x: inside(total((bin) => spotOf(bin, zoom).x * bin.count) / count, margin),
    y: inside(total((bin) => spotOf(bin, zoom).y * bin.count) / count, margin),
  }
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: placeOf(spot, zoom) },
    properties: { count, open: total((bin) => bin.open) },
  }
}

/** Sums exactly: every bin is in one circle, and a bin that two tiles show counts once. */
export function circlesOf(bins: readonly Bin[], tileZoom: number): FeatureCollection<Point> {
  const once = new Map(bins.map((bin) => [bin.id, bin]))
  const groups = Map.groupBy(once.values(), (bin) => {
    const { x, y } = spotOf(bin, tileZoom)
    return `${Math.floor(x)}/${Math.floor(y)}`
  })
  const features = [...groups.values()].map((group) => merged(group, tileZoom))
  return { type: 'FeatureCollection', features }
}
