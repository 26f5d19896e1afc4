/** Where a polygon's name stands best: the inner point farthest from the border, to grid precision. */
import type { MultiPolygon, Polygon, Position } from 'geojson'

type Ring = Position[]
const STEPS = 12
const ROUNDS = 3

interface Candidate {
  x: number
  y: number
  clearance: number
}

function ringArea(ring: Ring): number {
  let twice = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi = 0, yi = 0] = ring[i] ?? []
    const [xj = 0, yj = 0] = ring[j] ?? []
    twice += (xj - xi) * (yj + yi)
  }
  return Math.abs(twice / 2)
}

function segmentDistance2(px: number, py: number, a: Position, b: Position): number {
  const [ax = 0, ay = 0] = a
  const [bx = 0, by = 0] = b
  const [dx, dy] = [bx - ax, by - ay]
  const length2 = dx * dx + dy * dy
  const t = length2 ? Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length2)) : 0
  return (px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2
}

function* segments(rings: Ring[]): Generator<[Position, Position]> {
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) yield [ring[i - 1] ?? [], ring[i] ?? []]
  }
}

/** Whether a ray from the point to the east crosses this segment. */
function crosses(x: number, y: number, a: Position, b: Position): boolean {
  const [ax = 0, ay = 0] = a
  const [bx = 0, by = 0] = b
  return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax
}

/** Distance to the border, negative outside. Plain degrees: good enough to place a name. */
function clearance(x: number, y: number, rings: Ring[]): number {
  let inside = false
  let nearest2 = Infinity
  for (const [a, b] of segments(rings)) {
    if (crosses(x, y, a, b)) inside = !inside
    nearest2 = Math.min(nearest2, segmentDistance2(x, y, a, b))
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest2)
}

function bestIn(box: [number, number, number, number], rings: Ring[]): Candidate {
  const [west, south, east, north] = box
  let best: Candidate = { x: (west + east) / 2, y: (south + north) / 2, clearance: -Infinity }
  for (let i = 0; i <= STEPS; i++) {
    for (let j = 0; j <= STEPS; j++) {
      const x = west + ((east - west) * i) / STEPS
      const y = south + ((north - south) * j) / STEPS
      const room = clearance(x, y, rings)
      if (room > best.clearance) best = { x, y, clearance: room }
    }
  }
  return best
}

function boxOf(ring: Ring): [number, number, number, number] {
  const xs = ring.map(([x = 0]) => x)
  const ys = ring.map(([, y = 0]) => y)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

/** Returns [lon, lat] inside the largest part of the polygon. */
export function labelPoint(geometry: Polygon | MultiPolygon): [number, number] {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const largest = parts.reduce((a, b) => (ringArea(a[0] ?? []) >= ringArea(b[0] ?? []) ? a : b))
  let box = boxOf(largest[0] ?? [])
  let best = bestIn(box, largest)
  for (let round = 1; round < ROUNDS; round++) {
    const [dx, dy] = [(box[2] - box[0]) / STEPS, (box[3] - box[1]) / STEPS]
    box = [best.x - dx, best.y - dy, best.x + dx, best.y + dy]
    const closer = bestIn(box, largest)
    if (closer.clearance > best.clearance) best = closer
  }
  return [best.x, best.y]
}
