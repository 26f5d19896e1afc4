/** Names of districts and streets, one point each: a polygon in tiles would repeat its name per tile. */
import type { MapLayer } from '../layer'
import { FONT } from '../layer'

export const labels: MapLayer = {
  key: 'labels',
  minzoom: 0,
  sources: (context) => ({ labels: { type: 'geojson', data: context.labels } }),
  layers: ({ palette, english }) => [
    {
      id: 'labels-streets',
      type: 'symbol',
      source: 'labels',
      minzoom: 10.5,
      filter: ['==', ['get', 'rank'], 'street'],
      layout: {
        'text-field': ['get', english ? 'name_en' : 'name'],
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], 11, 11, 15, 14],
        'text-max-width': 8,
        'text-padding': 4,
      },
      paint: {
        'text-color': palette.labelSoft,
        'text-halo-color': palette.halo,
        'text-halo-width': 1.5,
      },
    },
    {
      id: 'labels-districts',
      type: 'symbol',
      source: 'labels',
      maxzoom: 13,
      filter: ['==', ['get', 'rank'], 'district'],
      layout: {
        'text-field': ['get', english ? 'name_en' : 'name'],
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], 8, 13, 12, 18],
        'text-letter-spacing': english ? 0.02 : 0.15,
        'text-padding': 6,
      },
      paint: {
        'text-color': palette.label,
        'text-halo-color': palette.halo,
        'text-halo-width': 2,
      },
    },
  ],
}
