/** Borders of cells as their corners tell them: neighbours share every vertex of their border. */
import type { LineString, MultiPolygon, Polygon, Position } from 'geojson'

const key = ([lon = 0, lat = 0]: Position): string => `${lon.toFixed(7)} ${lat.toFixed(7)}`

/** The outer rings, each without the corner that closes it. */
export function ringsOf(shape: Polygon | MultiPolygon): Position[][] {
  const parts = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  return parts.map(([outer = []]) => outer.slice(0, -1))
}

/** The longest run of neighbouring places that pass, on a ring that may begin anywhere. */
function longestRun(ring: Position[], passes: (at: Position) => boolean): Position[] {
  const start = ring.findIndex((at) => !passes(at))
  if (start < 0) return ring
  const turned = [...ring.slice(start), ...ring.slice(0, start)]
  let [best, run]: [Position[], Position[]] = [[], []]
  for (const at of turned) {
    run = passes(at) ? [...run, at] : []
    if (run.length > best.length) best = run
  }
  return best
}

/** The border that two cells share, end to end, or null where they only touch or lie apart. */
export function sharedBorder(
  left: Polygon | MultiPolygon,
  right: Polygon | MultiPolygon,
): LineString | null {
  const theirs = new Set(ringsOf(right).flat().map(key))
  const runs = ringsOf(left).map((ring) => longestRun(ring, (at) => theirs.has(key(at))))
  const coordinates = runs.reduce((best, run) => (run.length > best.length ? run : best), [])
  return coordinates.length > 1 ? { type: 'LineString', coordinates } : null
}

/** Which single corner of a ring was dragged, and where to; null where none or several were. */
export function movedVertex(
  before: Polygon | MultiPolygon,
  after: Polygon | MultiPolygon,
): { from: Position; to: Position } | null {
  const [old, now] = [ringsOf(before).flat(), ringsOf(after).flat()]
  const moved = old.flatMap((from, index) => {
    const to = now[index]
    return to && key(from) !== key(to) ? [{ from, to }] : []
  })
  return moved.length === 1 ? (moved[0] ?? null) : null
}
