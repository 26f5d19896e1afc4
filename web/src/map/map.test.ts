import type { FilterSpecification, LayerSpecification } from 'maplibre-gl'
import { describe, expect, it } from 'vitest'

import { binOf, circlesOf, radiusOf_px } from './bins'
import { labelPoint } from './label_point'
import type { MapContext } from './layer'
import { filtered } from './layers/cases'
import { paletteOf } from './palette'
import { buildStyle } from './style'
import { viewFrom, viewText } from './view'

const context: MapContext = {
  origin: 'http://127.0.0.1:8080',
  city: 'xiangtan',
  english: false,
  palette: paletteOf(false),
  selection: { type: 'FeatureCollection', features: [] },
  circles: () => ({ type: 'FeatureCollection', features: [] }),
}

describe('the style of the map', () => {
  const style = buildStyle(context, ['cells'])

  it('asks nobody but its own origin for anything', () => {
    const addresses = JSON.stringify(style).match(/https?:[^"]+/g) ?? []
    expect(addresses.length).toBeGreaterThan(0)
    expect(addresses.every((url) => url.startsWith(context.origin))).toBe(true)
    expect(style.glyphs).toBeUndefined()
    expect(style.sprite).toBeUndefined()
  })

  it('lays the background map of the city below everything, in place of the plain land', () => {
    const tiles = [`${context.origin}/tiles/background/{z}/{x}/{y}`]
    const background = { tiles, maxzoom: 17, attribution: '天地图' }
    const over = buildStyle({ ...context, background }, [])
    expect(over.layers.slice(0, 2).map((layer) => layer.id)).toEqual(['ground', 'background'])
    expect(over.layers.some((layer) => layer.id === 'land')).toBe(false)
    expect(over.sources.background).toMatchObject({ type: 'raster', tiles, attribution: '天地图' })
    expect(style.sources.background).toBeUndefined()
  })

  it('filters the case tiles like the list, and no others', () => {
    const query = { city: 'xiangtan', state: 'filed', class: null }
    const asked = (layer: string) =>
      filtered(`${context.origin}/tiles/${layer}/9/1/2.mvt?city=xiangtan`, query)
    expect(asked('cases')).toBe(`${context.origin}/tiles/cases/9/1/2.mvt?city=xiangtan&state=filed`)
    expect(asked('cells')).toBe(`${context.origin}/tiles/cells/9/1/2.mvt?city=xiangtan`)
  })

  it('hides a layer that is switched off and draws the others', () => {
    const hidden = style.layers.filter((layer) => layer.layout?.visibility === 'none')
    expect(hidden.every((layer) => layer.id.startsWith('cells'))).toBe(true)
    expect(hidden.length).toBeGreaterThan(0)
  })

  it('never draws a counted square as if it were a case', () => {
    const filterOf = (id: string): FilterSpecification | undefined =>
      (
        style.layers.find((layer) => layer.id === id) as LayerSpecification & {
          filter?: FilterSpecification
        }
      )?.filter
    expect(filterOf('cases-texture')).toEqual(['has', 'count'])
    expect(filterOf('cases-points')).toEqual(['!', ['has', 'count']])
  })
})

describe('the numbered circles', () => {
  const bin = (id: number, count: number, lon = 0) => ({ id, count, open: 1, lon, lat: 0 })

  it('sum the squares exactly, a square that two tiles show counting once', () => {
    const circles = circlesOf([bin(0, 5), bin(63, 7), bin(64, 1, 100), bin(0, 5)], 2)
    expect(circles.features.map((circle) => circle.properties?.count)).toEqual([12, 1])
  })

  it('keep out of each other however their cases crowd at a common side', () => {
    const side = 45 / 8
    const { features } = circlesOf([bin(1, 9000, side - 0.01), bin(2, 9000, side + 0.01)], 3)
    const [west, east] = features.map((circle) => circle.geometry.coordinates[0] ?? 0)
    const apart_px = (((east ?? 0) - (west ?? 0)) / 360) * 512 * 2 ** 3
    expect(apart_px).toBeGreaterThanOrEqual(2 * radiusOf_px(9000) - 0.01)
  })

  it('leave single cases alone', () => {
    const geometry = { type: 'Point', coordinates: [1, 2] }
    expect(binOf({ id: 1, geometry, properties: { id: 'a' } })).toBe(null)
  })
})

describe('the place of a name', () => {
  it('lies inside a polygon that bends around its centre', () => {
    const bend = [
      [0, 0],
      [10, 0],
      [10, 2],
      [2, 2],
      [2, 8],
      [10, 8],
      [10, 10],
      [0, 10],
      [0, 0],
    ]
    const [x, y] = labelPoint({ type: 'Polygon', coordinates: [bend] })
    expect(x <= 2 || y <= 2 || y >= 8).toBe(true)
  })

  it('takes the largest part', () => {
    const square = (at: number, side: number) => [
      [
        [at, 0],
        [at + side, 0],
        [at + side, side],
        [at, side],
        [at, 0],
      ],
    ]
    const [x] = labelPoint({ type: 'MultiPolygon', coordinates: [square(0, 1), square(20, 5)] })
    expect(x).toBeCloseTo(22.5, 0)
  })
})

describe('the view in the address', () => {
  it('comes back', () => {
    expect(viewFrom(viewText({ zoom: 12.5, lon: 112.9, lat: 27.8 }))).toEqual({
      zoom: 12.5,
      lon: 112.9,
      lat: 27.8,
    })
  })

  it('is ignored where it is nonsense', () => {
    expect(viewFrom('a/b/c')).toBe(null)
    expect(viewFrom(undefined)).toBe(null)
    expect(viewFrom('12/1')).toBe(null)
  })
})
