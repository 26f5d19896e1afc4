/** Cases: numbered circles while they are too many to tell apart, single points where they are not. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

import { queryString, type Query } from '@/api/query'

import type { MapContext, MapLayer } from '../layer'
import { FONT, tileSource } from '../layer'
import type { Palette } from '../palette'

/** The server counts below this zoom; from it on, where a tile of single cases would be too large. */
export const SINGLES_FROM_ZOOM = 14

/**
 * A case tile's address with the filters in it. The style does not hold them: a new filter is not a
 * new style, and the map is drawn anew when its tiles are here, not before.
 */
export function filtered(address: string, query: Query): string {
  const path = address.split('?')[0] ?? ''
  return path.includes('/tiles/cases/') ? path + queryString(query) : address
}

const SOURCE = { source: 'cases', 'source-layer': 'cases' } as const
const COUNT: ExpressionSpecification = ['to-number', ['get', 'count'], 1]

/** `1.2万` or `12.3k`: a number that fits into its circle. */
export function shortCount(english: boolean): ExpressionSpecification {
  const [unit, sign] = english ? [1000, 'k'] : [10_000, '万']
  const rounded: ExpressionSpecification = [
    'number-format',
    ['/', COUNT, unit],
    { 'max-fraction-digits': 1 },
  ]
  return ['case', ['>=', COUNT, unit], ['concat', rounded, sign], ['to-string', COUNT]]
}

export function stateColour(palette: Palette): ExpressionSpecification {
  return [
    'case',
    ['to-boolean', ['get', 'overdue']],
    palette.overdue,
    ['==', ['get', 'state_group'], 'open'],
    palette.open,
    palette.ended,
  ]
}

/** What somebody still owes lies on top of what is done. */
const RANK: ExpressionSpecification = [
  'case',
  ['to-boolean', ['get', 'overdue']],
  2,
  ['==', ['get', 'state_group'], 'open'],
  1,
  0,
]

/** Closer by, the squares are so many that they say no more than a grid would. */
const TEXTURE_BELOW_ZOOM = 13

/** The squares themselves, as a soft texture: where in a circle its cases really are. */
function texture({ palette }: MapContext): LayerSpecification[] {
  return [
    {
      id: 'cases-texture',
      type: 'circle',
      ...SOURCE,
      maxzoom: TEXTURE_BELOW_ZOOM,
      filter: ['has', 'count'],
      paint: {
        'circle-color': palette.accent,
        'circle-opacity': ['interpolate', ['linear'], ['log10', COUNT], 0, 0.18, 3, 0.5],
        'circle-radius': ['interpolate', ['linear'], ['log10', COUNT], 0, 1.5, 3, 4.5],
      },
    },
  ]
}

function circles({ palette, english }: MapContext): LayerSpecification[] {
  const circle = { source: 'case-circles' } as const
  return [
    {
      id: 'cases-circles',
      type: 'circle',
      ...circle,
      layout: { 'circle-sort-key': COUNT },
      paint: {
        'circle-color': palette.accent,
        'circle-opacity': 0.88,
        'circle-radius': ['+', 9, ['*', 3.5, ['log10', COUNT]]],
        'circle-stroke-color': palette.pointEdge,
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'cases-circle-count',
      type: 'symbol',
      ...circle,
      layout: {
        'text-field': shortCount(english),
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['log10', COUNT], 0, 10, 4, 13],
        'text-allow-overlap': true,
        'text-padding': 12,
        'symbol-sort-key': COUNT,
      },
      paint: { 'text-color': palette.onAccent },
    },
  ]
}

function singles({ palette }: MapContext): LayerSpecification[] {
  const bigger: ExpressionSpecification = ['+', 1, ['*', 0.25, RANK]]
  return [
    {
      id: 'cases-points',
      type: 'circle',
      ...SOURCE,
      filter: ['!', ['has', 'count']],
      layout: { 'circle-sort-key': RANK },
      paint: {
        'circle-color': stateColour(palette),
        'circle-opacity': ['match', RANK, 0, 0.75, 1],
        'circle-radius': [
          'interpolate',
          ['exponential', 1.5],
          ['zoom'],
          14,
          ['*', 2.6, bigger],
          18,
          ['*', 6.5, bigger],
        ],
        'circle-stroke-color': palette.pointEdge,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 14, 0.6, 17, 1.5],
      },
    },
  ]
}

export const cases: MapLayer = {
  key: 'cases',
  minzoom: 0,
  sources: (context) => ({
    cases: tileSource(context, 'cases', { minzoom: 0, maxzoom: 17 }),
    'case-circles': { type: 'geojson', data: context.circles() },
  }),
  layers: (context) => [...texture(context), ...circles(context), ...singles(context)],
}
