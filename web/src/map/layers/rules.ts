/** Where rules hold, what a dry run would move, and where nobody answers. */
import type { Feature, FeatureCollection } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'

import type { DraftCell } from '@/api/network_types'
import type { MovedFeature, RoutingArea } from '@/api/rules_types'

import { FONT } from '../layer'
import type { Overlay } from '../plan'

export const AREAS = 'routing-areas'
export const MOVED = 'moved-cases'

const asked = (features: FeatureCollection['features']): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
})

/** Areas that rules name; those of the rule that is read stand out. */
export function routingAreas(found: RoutingArea[], active: readonly string[]): Overlay {
  const isActive: ExpressionSpecification = ['in', ['get', 'code'], ['literal', [...active]]]
  return {
    id: AREAS,
    data: asked(found),
    layers: ({ split, label, halo }) => [
      {
        id: `${AREAS}-fill`,
        type: 'fill',
        source: AREAS,
        paint: { 'fill-color': split, 'fill-opacity': ['case', isActive, 0.3, 0.06] },
      },
      {
        id: `${AREAS}-line`,
        type: 'line',
        source: AREAS,
        paint: {
          'line-color': split,
          'line-width': ['case', isActive, 2.5, 1],
          'line-dasharray': [3, 2],
        },
      },
      {
        id: `${AREAS}-name`,
        type: 'symbol',
        source: AREAS,
        minzoom: 12,
        layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 11 },
        paint: { 'text-color': label, 'text-halo-color': halo, 'text-halo-width': 1.5 },
      },
    ],
  }
}

/** Districts and streets that a rule names. */
export function ruleGround(features: FeatureCollection['features']): Overlay {
  return {
    id: 'rule-ground',
    data: asked(features),
    layers: ({ accent }) => [
      {
        id: 'rule-ground-fill',
        type: 'fill',
        source: 'rule-ground',
        paint: { 'fill-color': accent, 'fill-opacity': 0.16 },
      },
      {
        id: 'rule-ground-line',
        type: 'line',
        source: 'rule-ground',
        paint: { 'line-color': accent, 'line-width': 2 },
      },
    ],
  }
}

/** Grows as the map is approached. */
const radius = (isActive: ExpressionSpecification): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  10,
  ['case', isActive, 8, 3],
  16,
  ['case', isActive, 11, 7],
]

const pointOf = ({ id, geometry, properties }: MovedFeature): Feature[] =>
  geometry
    ? [{ type: 'Feature', geometry, properties: { id, named: properties.would !== '' } }]
    : []

/** Cases that a dry run would send elsewhere; amber where the rules would then name nobody. */
export function movedCases(found: MovedFeature[], active: string | null): Overlay {
  const isActive: ExpressionSpecification = ['==', ['get', 'id'], active ?? '']
  return {
    id: MOVED,
    data: asked(found.flatMap(pointOf)),
    layers: ({ split, open, pointEdge }) => [
      {
        id: `${MOVED}-point`,
        type: 'circle',
        source: MOVED,
        layout: { 'circle-sort-key': ['case', isActive, 1, 0] },
        paint: {
          'circle-color': ['case', ['get', 'named'], split, open],
          'circle-opacity': 0.85,
          'circle-radius': radius(isActive),
          'circle-stroke-color': pointEdge,
          'circle-stroke-width': ['case', isActive, 2.5, 1],
        },
      },
    ],
  }
}

/** Ground for which no unit answers. */
export function uncoveredCells(features: DraftCell[]): Overlay {
  return {
    id: 'uncovered',
    data: asked(features),
    layers: ({ overdue }) => [
      {
        id: 'uncovered-fill',
        type: 'fill',
        source: 'uncovered',
        paint: { 'fill-color': overdue, 'fill-opacity': 0.3 },
      },
      {
        id: 'uncovered-line',
        type: 'line',
        source: 'uncovered',
        paint: { 'line-color': overdue, 'line-width': 0.8 },
      },
    ],
  }
}
