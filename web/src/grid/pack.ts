/**
 * The cells of a district as a phone carries them: `GET /api/v1/offline-pack`, read once.
 *
 * Coordinates are whole ticks of 1e-7° (WGS 84), as the server stores them.
 */
import { ByteReader } from './bytes'

export const TICKS_PER_DEGREE = 10_000_000

const MAGIC = 'WGRID'
const VERSION = 1
const RURAL = 1
const FRINGE = 2

export interface AreaName {
  code: string
  name: string
  nameEn: string
}

export interface PackArea {
  district: AreaName
  street: AreaName
  /** null where the city has no communities. */
  community: AreaName | null
}

export interface PackCell {
  code: string
  area: PackArea
  rural: boolean
  /** Of another district: it takes part in comparisons and is never an answer. */
  fringe: boolean
  /** x, y, x, y …, closed; the first one is the outline, the others are holes. */
  rings: Int32Array[]
  /** west, south, east, north */
  box: readonly [number, number, number, number]
}

export interface GridPack {
  city: string
  generation: number
  /** Code of the district; empty where the pack holds the whole city. */
  district: string
  /** In the order of their codes. */
  cells: PackCell[]
}

interface Head {
  city: string
  generation: number
  district: string
  districts: [string, string, string][]
  streets: [string, string, string, number][]
  areas: [string, string, string, number][]
}

/** Read a pack that the browser has unpacked. Throws where it is none, or of a later version. */
export function readPack(bytes: Uint8Array): GridPack {
  const reader = new ByteReader(bytes)
  if (reader.text(MAGIC.length) !== MAGIC) throw new TypeError('this is no grid pack')
  const version = reader.byte()
  if (version !== VERSION) throw new TypeError(`grid pack of version ${String(version)}`)
  const head = JSON.parse(reader.text(reader.unsigned())) as Head
  const areas = areasOf(head)
  const lines = readLines(reader)
  const cells = readCells(reader, areas, lines)
  if (!reader.isAtEnd) throw new RangeError('the pack goes on after its end')
  return { city: head.city, generation: head.generation, district: head.district, cells }
}

function areasOf(head: Head): PackArea[] {
  const named = ([code, name, nameEn]: readonly [string, string, string, ...unknown[]]) => ({
    code,
    name,
    nameEn,
  })
  return head.areas.map((area) => {
    const street = at(head.streets, area[3])
    return {
      district: named(at(head.districts, street[3])),
      street: named(street),
      community: area[0] === '' ? null : named(area),
    }
  })
}

function readLines(reader: ByteReader): Int32Array[] {
  let x = 0
  let y = 0
  return Array.from({ length: reader.unsigned() }, () => {
    const line = new Int32Array(reader.unsigned() * 2)
    for (let i = 0; i < line.length; i += 2) {
      x += reader.signed()
      y += reader.signed()
      line[i] = x
      line[i + 1] = y
    }
    return line
  })
}

function readCells(reader: ByteReader, areas: PackArea[], lines: Int32Array[]): PackCell[] {
  let code = ''
  let area = 0
  return Array.from({ length: reader.unsigned() }, () => {
    const flags = reader.byte()
    area += reader.signed()
    const kept = reader.unsigned()
    code = code.slice(0, kept) + reader.text(reader.unsigned())
    const rings = readRings(reader, lines)
    return {
      code,
      area: at(areas, area),
      rural: (flags & RURAL) !== 0,
      fringe: (flags & FRINGE) !== 0,
      rings,
      box: boxOf(rings),
    }
  })
}

function readRings(reader: ByteReader, lines: Int32Array[]): Int32Array[] {
  let reference = 0
  return Array.from({ length: reader.unsigned() }, () => {
    const parts = Array.from({ length: reader.unsigned() }, () => {
      reference += reader.signed()
      return { line: at(lines, Math.floor(reference / 2)), backwards: reference % 2 === 1 }
    })
    return joined(parts)
  })
}

/** One closed ring: every line goes on where the one before it ended. */
function joined(parts: { line: Int32Array; backwards: boolean }[]): Int32Array {
  const length = parts.reduce((sum, { line }) => sum + line.length - 2, 2)
  const ring = new Int32Array(length)
  let to = 0
  for (const { line, backwards } of parts) {
    const last = line.length - 2
    for (let i = to === 0 ? 0 : 2; i <= last; i += 2) {
      const from = backwards ? last - i : i
      ring[to] = line[from] ?? 0
      ring[to + 1] = line[from + 1] ?? 0
      to += 2
    }
  }
  return ring
}

function boxOf(rings: Int32Array[]): PackCell['box'] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  const outline = at(rings, 0)
  for (let i = 0; i < outline.length; i += 2) {
    const x = outline[i] ?? 0
    const y = outline[i + 1] ?? 0
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  return [west, south, east, north]
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new RangeError('the pack names what it does not hold')
  return found
}
