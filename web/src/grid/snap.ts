/**
 * How a point finds its cell without a server, by the server's own rule (`grids/snap.py`): inside a
 * cell, or the touching one with the lowest code, or the nearest within 30 m; else none.
 */
import { metresTo } from './geodesy'
import type { GridPack, PackCell } from './pack'
import { TICKS_PER_DEGREE } from './pack'
import { touchOf } from './polygon'

export const GAP_LIMIT_M = 30

/** Half height of the box that surely holds whatever lies within the gap limit. */
const GAP_REACH_TICKS = 2800
/** Columns and rows of the index. */
const BINS = 192

export type SnapKind = 'inside' | 'border' | 'gap' | 'outside' | 'elsewhere'

/** `elsewhere`: not in the pack's district; which cell it is, if any, another pack knows. */
export interface Snapped {
  how: SnapKind
  cell: PackCell | null
  distanceM: number | null
}

/** Degrees as whole ticks, halves to even, as the database rounds. */
export function ticksOf(degrees: number): number {
  const exact = degrees * TICKS_PER_DEGREE
  const up = Math.round(exact)
  return Math.abs(exact % 1) === 0.5 && up % 2 !== 0 ? up - 1 : up
}

/** Finds cells by place; made once for a pack. */
export class Snapper {
  private readonly bins = new Map<number, number[]>()
  private readonly west: number
  private readonly south: number
  private readonly width: number
  private readonly height: number

  constructor(private readonly pack: GridPack) {
    const boxes = pack.cells.map((cell) => cell.box)
    this.west = boxes.reduce((least, box) => Math.min(least, box[0]), Infinity)
    this.south = boxes.reduce((least, box) => Math.min(least, box[1]), Infinity)
    const east = boxes.reduce((most, box) => Math.max(most, box[2]), -Infinity)
    const north = boxes.reduce((most, box) => Math.max(most, box[3]), -Infinity)
    this.width = Math.max(1, (east - this.west) / BINS)
    this.height = Math.max(1, (north - this.south) / BINS)
    boxes.forEach((box, index) => {
      for (const bin of this.binsOf(...box)) {
        const there = this.bins.get(bin)
        if (there) there.push(index)
        else this.bins.set(bin, [index])
      }
    })
  }

  /** The cell of a point, WGS 84 in degrees. */
  snap(lon: number, lat: number): Snapped {
    const x = ticksOf(lon)
    const y = ticksOf(lat)
    return this.touching(x, y) ?? this.nearest(x, y) ?? this.nowhere()
  }

  private touching(x: number, y: number): Snapped | null {
    for (const cell of this.cellsIn(x, y, x, y)) {
      const how = touchOf(cell.rings, x, y)
      if (how !== 'outside') return this.answer(how, cell, 0)
    }
    return null
  }

  private nearest(x: number, y: number): Snapped | null {
    const up = GAP_REACH_TICKS
    const aside = up / Math.max(Math.cos((y / TICKS_PER_DEGREE) * (Math.PI / 180)), 0.01)
    let best: { cell: PackCell; metres: number; millimetres: number } | null = null
    for (const cell of this.cellsIn(x - aside, y - up, x + aside, y + up)) {
      const metres = metresTo(cell.rings, x, y)
      const millimetres = Math.round(metres * 1000)
      // Equally near to a millimetre: the lower code, which comes first.
      if (best === null || millimetres < best.millimetres) best = { cell, metres, millimetres }
    }
    return best && best.metres <= GAP_LIMIT_M ? this.answer('gap', best.cell, best.metres) : null
  }

  private answer(how: SnapKind, cell: PackCell, distanceM: number): Snapped {
    return cell.fringe ? this.nowhere() : { how, cell, distanceM }
  }

  private nowhere(): Snapped {
    const how = this.pack.district === '' ? 'outside' : 'elsewhere'
    return { how, cell: null, distanceM: null }
  }

  /** Cells whose box meets this one, in the order of their codes. */
  private cellsIn(west: number, south: number, east: number, north: number): PackCell[] {
    const found = new Set<number>()
    for (const bin of this.binsOf(west, south, east, north)) {
      for (const index of this.bins.get(bin) ?? []) found.add(index)
    }
    return [...found]
      .sort((a, b) => a - b)
      .flatMap((index) => this.pack.cells[index] ?? [])
      .filter(({ box }) => box[0] <= east && box[2] >= west && box[1] <= north && box[3] >= south)
  }

  private *binsOf(west: number, south: number, east: number, north: number): Generator<number> {
    const column = (x: number) => Math.floor((x - this.west) / this.width)
    const row = (y: number) => Math.floor((y - this.south) / this.height)
    const [left, right] = [Math.max(0, column(west)), Math.min(BINS, column(east))]
    const [low, high] = [Math.max(0, row(south)), Math.min(BINS, row(north))]
    for (let c = left; c <= right; c += 1) {
      for (let r = low; r <= high; r += 1) yield c * (BINS + 1) + r
    }
  }
}
