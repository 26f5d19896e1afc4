import type { Polygon } from 'geojson'
import { describe, expect, it } from 'vitest'

import type { DraftCell } from '@/api/network_types'

import { drawnBody, handlesOf, toolLacks } from './edit_body'

const cell = (code: string, west: number): DraftCell => ({
  type: 'Feature',
  properties: { code },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 0],
        [west + 1, 0],
        [west + 1, 1],
        [west, 1],
        [west, 0],
      ],
    ],
  },
})
const [a, b, far] = [cell('001', 0), cell('002', 1), cell('003', 9)]
const line = {
  type: 'LineString' as const,
  coordinates: [
    [0.5, -1],
    [0.5, 2],
  ],
}

describe('a tool that cannot begin', () => {
  it('says what it lacks', () => {
    expect(toolLacks('split', [])).toBe('network.needOne')
    expect(toolLacks('split', [a, b])).toBe('network.needOne')
    expect(toolLacks('merge', [a])).toBe('network.needTwo')
    expect(toolLacks('edge', [a])).toBe('network.needPair')
    expect(toolLacks('edge', [a, far])).toBe('network.needNeighbours')
  })

  it('says nothing once it has what it needs', () => {
    expect(toolLacks('split', [a])).toBeNull()
    expect(toolLacks('merge', [a, b, far])).toBeNull()
    expect(toolLacks('edge', [a, b])).toBeNull()
  })
})

describe('what a drawn shape means', () => {
  it('is a cut, where a line was drawn', () => {
    expect(drawnBody('split', [a], line)).toEqual({ verb: 'split', cell: '001', line })
    expect(drawnBody('split', [a], null)).toBeNull()
  })

  it('is a new course of the border between two', () => {
    expect(handlesOf('edge', [a, b])?.coordinates).toHaveLength(2)
    const body = drawnBody('edge', [a, b], line)
    expect(body).toEqual({ verb: 'move_edge', left: '001', right: '002', line })
  })

  it('is one corner moved, and nothing while none has moved', () => {
    const shape = structuredClone(handlesOf('vertex', [a])) as Polygon
    expect(drawnBody('vertex', [a], shape)).toBeNull()
    shape.coordinates[0]?.splice(2, 1, [1.1, 1.2])
    expect(drawnBody('vertex', [a], shape)).toEqual({
      verb: 'move_vertex',
      from: [1, 1],
      to: [1.1, 1.2],
    })
  })
})
