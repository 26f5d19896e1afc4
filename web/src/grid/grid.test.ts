import { describe, expect, it } from 'vitest'

import { ByteReader } from './bytes'
import { readPack, type GridPack, type PackCell } from './pack'
import { Snapper, ticksOf } from './snap'

const name = { code: '', name: '', nameEn: '' }
const area = { district: name, street: name, community: null }

/** A square cell of 0.001° whose south-western corner is given in thousandths of a degree. */
function square(code: string, column: number, row: number, fringe = false): PackCell {
  const [w, s] = [column * 10_000, row * 10_000]
  const [e, n] = [w + 10_000, s + 10_000]
  const ring = new Int32Array([w, s, e, s, e, n, w, n, w, s])
  return { code, area, rural: false, fringe, rings: [ring], box: [w, s, e, n] }
}

function packed(district: string, ...cells: PackCell[]): GridPack {
  return { city: 'xiangtan', generation: 1, district, cells }
}

describe('the numbers of a pack', () => {
  it('are read beyond 32 bits, with their signs', () => {
    const bytes = new Uint8Array([0xac, 0x02, 0x01, 0x02, 0x80, 0x80, 0x80, 0x80, 0x10])
    const reader = new ByteReader(bytes)
    expect([reader.unsigned(), reader.signed(), reader.signed()]).toEqual([300, -1, 1])
    expect(reader.unsigned()).toBe(2 ** 32)
    expect(reader.isAtEnd).toBe(true)
    expect(() => reader.byte()).toThrow(RangeError)
  })

  it('are ticks, halves to even', () => {
    const half = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5].map((ticks) => ticksOf(ticks / 1e7))
    expect(half.map((ticks) => ticks + 0)).toEqual([0, 2, 2, 0, -2, -2])
    expect(ticksOf(112.9)).toBe(1_129_000_000)
  })
})

describe('a file that is no pack', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  it.each(['', 'WGRI', 'PNG..............', 'WGRID', 'WGRID\u0002'])('%j is refused', (text) => {
    expect(() => readPack(bytes(text))).toThrow()
  })
})

describe('a point', () => {
  const snapper = new Snapper(packed('', square('1', 0, 0), square('2', 1, 0)))

  it('inside a cell is that cell’s', () => {
    expect(snapper.snap(0.0015, 0.0005)).toMatchObject({ how: 'inside', cell: { code: '2' } })
  })

  it('on a border is the lower code’s', () => {
    expect(snapper.snap(0.001, 0.0005)).toMatchObject({ how: 'border', cell: { code: '1' } })
  })

  it('in a gap is the nearest cell’s, and farther away nobody’s', () => {
    const near = snapper.snap(0.0005, 0.00125)
    expect(near).toMatchObject({ how: 'gap', cell: { code: '1' } })
    expect(near.distanceM).toBeCloseTo(27.64, 2)
    expect(snapper.snap(0.0005, 0.0014).how).toBe('outside')
  })

  it('of a neighbouring district is another pack’s business', () => {
    const of = new Snapper(packed('A', square('1', 0, 0, true), square('2', 1, 0)))
    expect(of.snap(0.0005, 0.0005)).toEqual({ how: 'elsewhere', cell: null, distanceM: null })
    expect(of.snap(0.001, 0.0005).how).toBe('elsewhere')
    expect(of.snap(0.0015, 0.0005).cell?.code).toBe('2')
    expect(of.snap(5, 5).how).toBe('elsewhere')
  })
})
