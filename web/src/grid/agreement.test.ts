// @vitest-environment node
/// <reference types="node" />
/**
 * The phone's answers beside the server's: `tests/grids/test_the_phone_agrees.py` writes packs and
 * points with the server's answers into a folder and runs this file over it.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

import { describe, expect, it } from 'vitest'

import { readPack } from './pack'
import { Snapper } from './snap'

type Expected = [lon: number, lat: number, how: string, code: string | null, metres: number]

interface Shared {
  name: string
  pack: string
  points: Expected[]
}

const folder = process.env.WANGGE_SNAP_AGREEMENT
const shared: Shared[] = folder
  ? (JSON.parse(readFileSync(`${folder}/shared.json`, 'utf8')) as Shared[])
  : []

/** A micrometre: what two roads to the same geodesic may differ by. */
const METRES_AGREE = 1e-6

describe.skipIf(shared.length === 0)('a phone and the server', () => {
  it.each(shared)('agree on every point of $name', ({ pack, points }) => {
    const packed = readFileSync(`${folder ?? ''}/${pack}`)
    const snapper = new Snapper(readPack(new Uint8Array(gunzipSync(packed))))
    const differing = points.filter(([lon, lat, how, code, metres]) => {
      const found = snapper.snap(lon, lat)
      const same = found.how === how && (found.cell?.code ?? null) === code
      return !same || Math.abs((found.distanceM ?? 0) - metres) > METRES_AGREE
    })
    const shown = differing.slice(0, 5).map((point) => {
      const { how, cell, distanceM } = snapper.snap(point[0], point[1])
      return { server: point, phone: [how, cell?.code, distanceM] }
    })
    expect(shown).toEqual([])
    expect(differing.length).toBe(0)
  })
})
