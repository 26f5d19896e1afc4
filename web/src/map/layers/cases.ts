/** Cases: counted bins while they are too many to tell apart, single points from zoom 14. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

import type { MapContext, MapLayer } from '../layer'
import { FONT, tileSource } from '../layer'
import type { Palette } from '../palette'

/** The server counts below this zoom and gives single cases from it on. */
export const SINGLES_FROM_ZOOM = 14
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

function bins({ palette, english }: MapContext): LayerSpecification[] {
  return [
    {
      id: 'cases-bins',
      type: 'circle',
      ...SOURCE,
      filter: ['has', 'count'],
      layout: { 'circle-sort-key': COUNT },
      paint: {
        'circle-color': palette.accent,
        'circle-opacity': ['interpolate', ['linear'], ['log10', COUNT], 0, 0.55, 3, 0.85],
        'circle-radius': ['interpolate', ['linear'], ['log10', COUNT], 0, 6, 2, 12, 4, 19, 6, 28],
        'circle-stroke-color': palette.pointEdge,
        'circle-stroke-width': 1,
        'circle-stroke-opacity': 0.7,
      },
    },
    {
      id: 'cases-bin-count',
      type: 'symbol',
      ...SOURCE,
      filter: ['has', 'count'],
      layout: {
        'text-field': shortCount(english),
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['log10', COUNT], 0, 9, 4, 12],
        'symbol-sort-key': ['-', 0, COUNT],
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
    cases: tileSource(context, 'cases', { minzoom: 0, maxzoom: 17 }, context.caseQuery),
  }),
  layers: (context) => [...bins(context), ...singles(context)],
}
