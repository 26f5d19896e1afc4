/** A draft of the network, what is wrong with it, and what it changes. */
import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'

import type { ChangedCell, DraftCell, Finding } from '@/api/network_types'

import { labelPoint } from '../label_point'
import { FONT } from '../layer'
import type { Palette } from '../palette'
import type { Overlay } from '../plan'

export const CELLS = 'draft-cells'
export const FINDINGS = 'findings'
export const CHANGED = 'changed-cells'

const AREAS: FilterSpecification = ['==', ['geometry-type'], 'Polygon']
const collection = (features: FeatureCollection['features']): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
})

const chosenIn = (codes: readonly string[]): ExpressionSpecification => [
  'in',
  ['get', 'code'],
  ['literal', [...codes]],
]

/** One point for each cell: a polygon in tiles would repeat its number per tile. */
const numbersOf = (cells: DraftCell[]): FeatureCollection['features'] =>
  cells.map(({ geometry, properties: { code } }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: labelPoint(geometry) },
    properties: { code },
  }))

/** The numbers of a draft's cells inside their communities. */
export function cellNumbers(cells: DraftCell[]): Overlay {
  const layers = ({ label, halo }: Palette): LayerSpecification[] => [
    {
      id: `${CELLS}-number`,
      type: 'symbol',
      source: `${CELLS}-numbers`,
      minzoom: 15.5,
      layout: {
        'text-field': ['slice', ['get', 'code'], -3],
        'text-font': FONT,
        'text-size': 11,
      },
      paint: { 'text-color': label, 'text-halo-color': halo, 'text-halo-width': 1.2 },
    },
  ]
  return { id: `${CELLS}-numbers`, data: collection(numbersOf(cells)), layers }
}

/** The cells of a draft; those that are chosen stand out. */
export function draftCells(features: DraftCell[], chosen: readonly string[]): Overlay {
  const layers = ({ accent, facility }: Palette): LayerSpecification[] => [
    {
      id: `${CELLS}-fill`,
      type: 'fill',
      source: CELLS,
      paint: {
        'fill-color': accent,
        'fill-opacity': ['case', chosenIn(chosen), 0.28, 0],
      },
    },
    {
      id: `${CELLS}-line`,
      type: 'line',
      source: CELLS,
      paint: {
        'line-color': ['case', chosenIn(chosen), accent, facility],
        'line-width': ['case', chosenIn(chosen), 2.5, 0.9],
      },
    },
  ]
  return { id: CELLS, data: collection(features), layers }
}

/** A finding about a whole community or district must not hide what lies in it. */
const faint: ExpressionSpecification = ['in', ['get', 'kind'], ['literal', ['numbering', 'code']]]

const byWeight = (error: string, warning: string): ExpressionSpecification => [
  'match',
  ['get', 'severity'],
  'error',
  error,
  warning,
]

/** `strength`: how much of an area is filled, from not at all to fully. */
function findingLayers(
  { overdue, open, pointEdge }: Palette,
  isActive: ExpressionSpecification,
  strength: number,
): LayerSpecification[] {
  const colour = byWeight(overdue, open)
  const opacity: ExpressionSpecification = ['case', faint, 0.1, isActive, 0.4, 0.25]
  return [
    {
      id: `${FINDINGS}-fill`,
      type: 'fill',
      source: FINDINGS,
      filter: AREAS,
      paint: { 'fill-color': colour, 'fill-opacity': ['*', strength, opacity] },
    },
    {
      id: `${FINDINGS}-line`,
      type: 'line',
      source: FINDINGS,
      filter: ['!=', ['geometry-type'], 'Point'],
      paint: { 'line-color': colour, 'line-width': ['case', isActive, 4, 2] },
    },
    {
      id: `${FINDINGS}-point`,
      type: 'circle',
      source: FINDINGS,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-color': colour,
        'circle-radius': ['case', isActive, 9, 6],
        'circle-stroke-color': pointEdge,
        'circle-stroke-width': 2,
      },
    },
  ]
}

/** Findings in the colours of their weight; the one that is read is drawn heavier. */
export function findingMarks(found: Finding[], active: string | null, filled: boolean): Overlay {
  const features = found
    .filter((entry) => entry.geometry)
    .map((entry) => ({ ...entry, properties: { ...entry.properties, finding: entry.id } }))
  const isActive: ExpressionSpecification = ['==', ['get', 'finding'], active ?? '']
  const layers = (palette: Palette) => findingLayers(palette, isActive, filled ? 1 : 0)
  return { id: FINDINGS, data: collection(features), layers }
}

export const changeColours = (palette: Palette): Record<string, string> => ({
  moved: palette.moved,
  split: palette.split,
  merged: palette.merged,
  new: palette.fresh,
  gone: palette.overdue,
  kept: palette.accent,
})

/** What becomes of the cells: the draft's filled, the base's as a dashed outline. */
export function changedCells(features: ChangedCell[], chosen: string | null): Overlay {
  const layers = (palette: Palette): LayerSpecification[] => {
    const pairs = Object.entries(changeColours(palette)).flat()
    const colour = [
      'match',
      ['get', 'change'],
      ...pairs,
      palette.label,
    ] as unknown as ExpressionSpecification
    const isChosen: ExpressionSpecification = ['==', ['get', 'code'], chosen ?? '']
    return [
      {
        id: `${CHANGED}-fill`,
        type: 'fill',
        source: CHANGED,
        filter: ['any', ['==', ['get', 'side'], 'draft'], ['==', ['get', 'change'], 'gone']],
        paint: { 'fill-color': colour, 'fill-opacity': ['case', isChosen, 0.6, 0.32] },
      },
      {
        id: `${CHANGED}-line`,
        type: 'line',
        source: CHANGED,
        filter: ['==', ['get', 'side'], 'draft'],
        paint: { 'line-color': colour, 'line-width': ['case', isChosen, 3, 1.5] },
      },
      {
        id: `${CHANGED}-before`,
        type: 'line',
        source: CHANGED,
        filter: ['==', ['get', 'side'], 'base'],
        paint: { 'line-color': palette.label, 'line-width': 1.5, 'line-dasharray': [2, 2] },
      },
    ]
  }
  return { id: CHANGED, data: collection(features), layers }
}
