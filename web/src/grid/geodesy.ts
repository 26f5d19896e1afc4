/**
 * Metres from a point to a polygon, as PostGIS measures them for `geography`: the nearest place of a
 * border is found on the sphere, where edges are great circles, and measured on the ellipsoid.
 */
import geodesic from 'geographiclib-geodesic'

import { TICKS_PER_DEGREE } from './pack'
import { crosses } from './polygon'

const RADIANS = Math.PI / 180
const RADIANS_PER_TICK = RADIANS / TICKS_PER_DEGREE
const EARTH = geodesic.Geodesic.WGS84

interface Foot {
  x: number
  y: number
  r2: number
}

/** Metres from the point (ticks) to a polygon that it does not touch; 0 where the sphere's own
 * edges, which bulge by centimetres, hold it. */
export function metresTo(rings: readonly Int32Array[], x: number, y: number): number {
  const plane = new Gnomonic(x, y)
  let foot: Foot = { x: 0, y: 0, r2: Infinity }
  let inside = false
  for (const ring of rings) {
    let [ax, ay] = plane.vertex(ring, 0)
    for (let i = 2; i < ring.length; i += 2) {
      const [bx, by] = plane.vertex(ring, i)
      foot = nearer(foot, footOn(ax, ay, bx, by))
      if (crosses(ax, ay, bx, by)) inside = !inside
      ax = bx
      ay = by
    }
  }
  return inside ? 0 : plane.metresTo(foot)
}

function nearer(a: Foot, b: Foot): Foot {
  return b.r2 < a.r2 ? b : a
}

/** The place of a segment that is nearest to the origin. */
function footOn(ax: number, ay: number, bx: number, by: number): Foot {
  const dx = bx - ax
  const dy = by - ay
  const length2 = dx * dx + dy * dy
  const along = length2 === 0 ? 0 : -(ax * dx + ay * dy) / length2
  const t = Math.min(1, Math.max(0, along))
  const x = ax + t * dx
  const y = ay + t * dy
  return { x, y, r2: x * x + y * y }
}

/** The plane that touches the sphere in a point: great circles are straight in it, and what is
 * nearest to the point in the plane is nearest on the sphere. Written to keep small differences. */
class Gnomonic {
  private readonly sin0: number
  private readonly cos0: number

  constructor(
    private readonly x0: number,
    private readonly y0: number,
  ) {
    this.sin0 = Math.sin(y0 * RADIANS_PER_TICK)
    this.cos0 = Math.cos(y0 * RADIANS_PER_TICK)
  }

  vertex(ring: Int32Array, i: number): [number, number] {
    const [x = 0, y = 0] = ring.subarray(i, i + 2)
    const east = (x - this.x0) * RADIANS_PER_TICK
    const north = (y - this.y0) * RADIANS_PER_TICK
    const cos = Math.cos(y * RADIANS_PER_TICK)
    const turn = 2 * Math.sin(east / 2) ** 2
    const towards = 1 - 2 * Math.sin(north / 2) ** 2 - this.cos0 * cos * turn
    return [(cos * Math.sin(east)) / towards, (Math.sin(north) + this.sin0 * cos * turn) / towards]
  }

  metresTo({ x, y, r2 }: Foot): number {
    const r = Math.sqrt(r2)
    const sin = r / Math.sqrt(1 + r2)
    const cos = 1 / Math.sqrt(1 + r2)
    const lat = Math.asin(cos * this.sin0 + (r === 0 ? 0 : (y * sin * this.cos0) / r))
    const east = Math.atan2(x * sin, r * this.cos0 * cos - y * this.sin0 * sin)
    const lon0 = this.x0 / TICKS_PER_DEGREE
    const line = EARTH.Inverse(
      this.y0 / TICKS_PER_DEGREE,
      lon0,
      lat / RADIANS,
      lon0 + (r === 0 ? 0 : east / RADIANS),
    )
    return line.s12 ?? 0
  }
}
