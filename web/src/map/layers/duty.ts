/** Duty on the map: who holds what, what nobody holds, and a proposal to deal it out anew. */
import type { Feature, FeatureCollection } from 'geojson'
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

import type { Beat, DutyFinding, DutyGrid } from '@/api/duty'

import { labelPoint } from '../label_point'
import { FONT } from '../layer'
import type { Palette } from '../palette'
import type { Overlay } from '../plan'

export const DUTY = 'duty-grids'
export const WRONG = 'duty-findings'
export const BEATS = 'duty-beats'

const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] }
const asked = (features: FeatureCollection['features']): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
})

/** A name for each area, one point each: a polygon in tiles would repeat it per tile. */
function withNames(areas: Feature[]): Feature[] {
  const names = areas.flatMap(({ geometry, properties }): Feature[] =>
    geometry.type === 'Polygon' || geometry.type === 'MultiPolygon'
      ? [
          {
            type: 'Feature',
            geometry: { type: 'Point', coordinates: labelPoint(geometry) },
            properties,
          },
        ]
      : [],
  )
  return [...areas, ...names]
}

/** Neighbours are told apart by hue; the hues carry no meaning. */
const HUES = 8
const hueOf = ({
  accent,
  split,
  merged,
  fresh,
  moved,
  facility,
  ended,
  open,
}: Palette): string[] => [...[accent, split, merged, fresh, moved, facility, ended, open]]

const hued = (palette: Palette): ExpressionSpecification =>
  [
    'match',
    ['get', 'hue'],
    ...hueOf(palette).flatMap((colour, index) => [index, colour]),
    palette.accent,
  ] as unknown as ExpressionSpecification

function areaLayers(
  source: string,
  palette: Palette,
  isActive: ExpressionSpecification,
  text: ExpressionSpecification,
): LayerSpecification[] {
  return [
    {
      id: `${source}-fill`,
      type: 'fill',
      source,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': hued(palette), 'fill-opacity': ['case', isActive, 0.45, 0.18] },
    },
    {
      id: `${source}-line`,
      type: 'line',
      source,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'line-color': hued(palette), 'line-width': ['case', isActive, 3.5, 1.5] },
    },
    {
      id: `${source}-name`,
      type: 'symbol',
      source,
      minzoom: 12.5,
      filter: ['==', ['geometry-type'], 'Point'],
      layout: { 'text-field': text, 'text-font': FONT, 'text-size': 12 },
      paint: {
        'text-color': palette.label,
        'text-halo-color': palette.halo,
        'text-halo-width': 1.5,
      },
    },
  ]
}

export function dutyAreas(grids: DutyGrid[], active: string | null): Overlay {
  const features = grids.map((grid, index) => ({
    ...grid,
    properties: {
      id: grid.id,
      name: grid.properties.name || grid.properties.code,
      hue: index % HUES,
    },
  }))
  const isActive: ExpressionSpecification = ['==', ['get', 'id'], active ?? '']
  const layers = (palette: Palette) => areaLayers(DUTY, palette, isActive, ['get', 'name'])
  return { id: DUTY, data: asked(withNames(features)), layers }
}

export function beats(found: Beat[], active: number | null): Overlay {
  const features = found.map((beat) => ({
    ...beat,
    properties: { number: beat.properties.number, hue: beat.properties.number % HUES },
  }))
  const isActive: ExpressionSpecification = ['==', ['get', 'number'], active ?? -1]
  const text: ExpressionSpecification = ['to-string', ['get', 'number']]
  return {
    id: BEATS,
    data: asked(withNames(features)),
    layers: (palette) => areaLayers(BEATS, palette, isActive, text),
  }
}

/** Uncovered ground red, double duty amber: colours of states, for they are. */
export function dutyFindings(found: DutyFinding[], active: number | null): Overlay {
  const features = found.map((entry, index) => ({
    ...entry,
    properties: { index, kind: entry.properties.kind },
  }))
  const isActive: ExpressionSpecification = ['==', ['get', 'index'], active ?? -1]
  const layers = ({ overdue, open }: Palette): LayerSpecification[] => {
    const colour: ExpressionSpecification = [
      'match',
      ['get', 'kind'],
      ['uncovered', 'holder_left'],
      overdue,
      open,
    ]
    return [
      {
        id: `${WRONG}-fill`,
        type: 'fill',
        source: WRONG,
        paint: { 'fill-color': colour, 'fill-opacity': ['case', isActive, 0.5, 0.22] },
      },
      {
        id: `${WRONG}-line`,
        type: 'line',
        source: WRONG,
        paint: { 'line-color': colour, 'line-width': ['case', isActive, 3, 1] },
      },
    ]
  }
  return { id: WRONG, data: asked(features), layers }
}

/** Cells in force that are chosen by their codes; their shapes are in the tiles. */
export function chosenCells(codes: readonly string[]): Overlay {
  const filter: ExpressionSpecification = ['in', ['get', 'code'], ['literal', [...codes]]]
  const source = { source: 'cells', 'source-layer': 'cells' } as const
  return {
    id: 'chosen-cells',
    data: NOTHING,
    layers: ({ accent }) => [
      {
        id: 'chosen-cells-fill',
        type: 'fill',
        ...source,
        filter,
        paint: { 'fill-color': accent, 'fill-opacity': 0.35 },
      },
      {
        id: 'chosen-cells-line',
        type: 'line',
        ...source,
        filter,
        paint: { 'line-color': accent, 'line-width': 2 },
      },
    ],
  }
}
