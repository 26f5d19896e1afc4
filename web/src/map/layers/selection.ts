/** What the reader has chosen: an opened case, a found place, the point of a new report. */
import type { FilterSpecification, LayerSpecification } from 'maplibre-gl'

import type { MapContext } from '../layer'

const AREAS: FilterSpecification = ['==', ['geometry-type'], 'Polygon']
const POINTS: FilterSpecification = ['==', ['geometry-type'], 'Point']
const SOURCE = { source: 'selection' } as const

const pointLayers = ({ palette }: MapContext): LayerSpecification[] => [
  {
    id: 'selection-halo',
    type: 'circle',
    ...SOURCE,
    filter: POINTS,
    paint: {
      'circle-radius': 15,
      'circle-color': palette.accent,
      'circle-opacity': 0.16,
      'circle-stroke-color': palette.accent,
      'circle-stroke-width': 2.5,
    },
  },
  {
    id: 'selection-point',
    type: 'circle',
    ...SOURCE,
    filter: ['all', POINTS, ['==', ['get', 'solid'], true]],
    paint: {
      'circle-radius': 5,
      'circle-color': palette.accent,
      'circle-stroke-color': palette.pointEdge,
      'circle-stroke-width': 1.5,
    },
  },
]

export const selectionLayers = (context: MapContext): LayerSpecification[] => [
  {
    id: 'selection-area',
    type: 'fill',
    ...SOURCE,
    filter: AREAS,
    paint: { 'fill-color': context.palette.accent, 'fill-opacity': 0.14 },
  },
  {
    id: 'selection-outline',
    type: 'line',
    ...SOURCE,
    filter: AREAS,
    paint: { 'line-color': context.palette.accent, 'line-width': 2 },
  },
  ...pointLayers(context),
]
