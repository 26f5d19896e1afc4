import type { MapLayer } from '../layer'
import { tileSource } from '../layer'

export const districts: MapLayer = {
  key: 'districts',
  minzoom: 0,
  sources: (context) => ({
    districts: tileSource(context, 'districts', { minzoom: 0, maxzoom: 14 }),
  }),
  layers: ({ palette }) => [
    {
      id: 'districts-line',
      type: 'line',
      source: 'districts',
      'source-layer': 'districts',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.districtLine,
        'line-width': ['interpolate', ['linear'], ['zoom'], 8, 1, 14, 2],
      },
    },
  ],
}

export const streets: MapLayer = {
  key: 'streets',
  minzoom: 10,
  sources: (context) => ({
    streets: tileSource(context, 'streets', { minzoom: 8, maxzoom: 14 }),
  }),
  layers: ({ palette }) => [
    {
      id: 'streets-line',
      type: 'line',
      source: 'streets',
      'source-layer': 'streets',
      minzoom: 10,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.streetLine,
        'line-width': ['interpolate', ['linear'], ['zoom'], 10, 0.6, 15, 1.6],
        'line-dasharray': [4, 2],
      },
    },
  ],
}
