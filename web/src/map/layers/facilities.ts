import type { LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl'

import type { MapContext, MapLayer } from '../layer'
import { FONT, tileSource } from '../layer'

const SOURCE = { source: 'facilities', 'source-layer': 'facilities' } as const

function surfaces({ palette }: MapContext): LayerSpecification[] {
  return [
    {
      id: 'facilities-green',
      type: 'fill',
      ...SOURCE,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: {
        'fill-color': palette.green,
      },
    },
    {
      id: 'facilities-road-casing',
      type: 'line',
      ...SOURCE,
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.roadCasing,
        'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 10, 1.2, 14, 5, 18, 18],
      },
    },
    {
      id: 'facilities-road',
      type: 'line',
      ...SOURCE,
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.road,
        'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 10, 0.6, 14, 3.6, 18, 15],
      },
    },
  ]
}

function points({ palette }: MapContext): LayerSpecification[] {
  return [
    {
      id: 'facilities-point',
      type: 'circle',
      ...SOURCE,
      minzoom: 14,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-color': palette.halo,
        'circle-stroke-color': palette.facility,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 14, 0.8, 17, 1.6],
        'circle-radius': [
          'interpolate',
          ['linear'],
          ['zoom'],
          14,
          ['match', ['get', 'kind'], 'component', 0.6, 1.6],
          17,
          ['match', ['get', 'kind'], 'component', 1.8, 4],
        ],
      },
    },
  ]
}

const NAME: SymbolLayerSpecification['layout'] = {
  'text-field': ['coalesce', ['get', 'name'], ''],
  'text-font': FONT,
  'text-size': 11,
  'text-max-width': 8,
}

function names({ palette }: MapContext): LayerSpecification[] {
  const paint = {
    'text-color': palette.labelSoft,
    'text-halo-color': palette.halo,
    'text-halo-width': 1.2,
  }
  return [
    {
      id: 'facilities-road-name',
      type: 'symbol',
      ...SOURCE,
      minzoom: 13,
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { ...NAME, 'symbol-placement': 'line' },
      paint,
    },
    {
      id: 'facilities-name',
      type: 'symbol',
      ...SOURCE,
      minzoom: 16,
      filter: ['all', ['==', ['geometry-type'], 'Point'], ['!=', ['get', 'kind'], 'component']],
      layout: { ...NAME, 'text-anchor': 'top', 'text-offset': [0, 0.6] },
      paint,
    },
    {
      id: 'facilities-green-name',
      type: 'symbol',
      source: 'facilities',
      'source-layer': 'facilities_labels',
      minzoom: 14,
      layout: NAME,
      paint,
    },
  ]
}

export const facilities: MapLayer = {
  key: 'facilities',
  minzoom: 12,
  sources: (context) => ({
    facilities: tileSource(context, 'facilities', { minzoom: 10, maxzoom: 16 }),
  }),
  layers: (context) => [...surfaces(context), ...points(context), ...names(context)],
}
