/** Whether a point touches a polygon, in whole ticks: exact, as long as a district is not 100°. */

/** 1e-9° in ticks, squared: the server's tolerance for "on the border" (`TOUCH_DEG`). */
const TOUCH_TICKS_2 = 1e-4

export type Touch = 'inside' | 'border' | 'outside'

export function touchOf(rings: readonly Int32Array[], x: number, y: number): Touch {
  let inside = false
  for (const ring of rings) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [ax, ay, bx, by] = edgeFrom(ring, i, x, y)
      if (isOnSegment(ax, ay, bx, by)) return 'border'
      if (crosses(ax, ay, bx, by)) inside = !inside
    }
  }
  return inside ? 'inside' : 'outside'
}

/** An edge seen from the point, so that products stay far below 2^53. */
function edgeFrom(
  ring: Int32Array,
  i: number,
  x: number,
  y: number,
): [number, number, number, number] {
  const [ax = 0, ay = 0, bx = 0, by = 0] = ring.subarray(i, i + 4)
  return [ax - x, ay - y, bx - x, by - y]
}

/** Whether the origin is on the segment; beyond its ends only their own place counts. */
function isOnSegment(ax: number, ay: number, bx: number, by: number): boolean {
  const dx = bx - ax
  const dy = by - ay
  const along = -(ax * dx + ay * dy)
  const length2 = dx * dx + dy * dy
  if (along < 0 || along > length2) return false
  const cross = ax * dy - ay * dx
  return cross * cross <= TOUCH_TICKS_2 * length2
}

/** Whether a ray from the origin to the east crosses the segment. */
export function crosses(ax: number, ay: number, bx: number, by: number): boolean {
  if (ay > 0 === by > 0) return false
  const cross = ax * by - ay * bx
  return by > ay ? cross > 0 : cross < 0
}
