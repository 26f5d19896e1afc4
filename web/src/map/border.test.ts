import type { Polygon } from 'geojson'
import { describe, expect, it } from 'vitest'

import { movedVertex, ringsOf, sharedBorder } from './border'

const square = (west: number, south: number, extra: number[][] = []): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + 1, south],
      ...extra,
      [west + 1, south + 1],
      [west, south + 1],
      [west, south],
    ],
  ],
})

describe('the border that two cells share', () => {
  it('has every corner that both of them have, in order', () => {
    const left = square(0, 0, [[1, 0.4]])
    const right: Polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [1, 0],
          [2, 0],
          [2, 1],
          [1, 1],
          [1, 0.4],
          [1, 0],
        ],
      ],
    }
    expect(sharedBorder(left, right)?.coordinates).toEqual([
      [1, 0],
      [1, 0.4],
      [1, 1],
    ])
  })

  it('is found wherever the ring begins', () => {
    expect(sharedBorder(square(1, 0), square(0, 0))?.coordinates).toEqual([
      [1, 1],
      [1, 0],
    ])
  })

  it('is none where cells only touch at a corner, or lie apart', () => {
    expect(sharedBorder(square(0, 0), square(1, 1))).toBeNull()
    expect(sharedBorder(square(0, 0), square(5, 5))).toBeNull()
  })
})

describe('a corner that was dragged', () => {
  it('is told from those that stayed', () => {
    const after = square(0, 0)
    after.coordinates[0]?.splice(2, 1, [1.2, 1.1])
    expect(movedVertex(square(0, 0), after)).toEqual({ from: [1, 1], to: [1.2, 1.1] })
  })

  it('counts once, though it closes the ring as well', () => {
    const after = square(0, 0)
    after.coordinates[0]?.splice(0, 1, [-0.1, 0])
    after.coordinates[0]?.splice(4, 1, [-0.1, 0])
    expect(movedVertex(square(0, 0), after)?.to).toEqual([-0.1, 0])
  })

  it('is none where nothing moved', () => {
    expect(movedVertex(square(0, 0), square(0, 0))).toBeNull()
  })

  it('knows the corners of a cell in several parts', () => {
    const both = [square(0, 0).coordinates, square(2, 0).coordinates]
    expect(ringsOf({ type: 'MultiPolygon', coordinates: both })).toHaveLength(2)
  })
})
