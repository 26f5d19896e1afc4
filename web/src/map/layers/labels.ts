/** Names of districts and streets, one point each: a polygon in tiles would repeat its name per tile. */
import type { SymbolLayerSpecification } from 'maplibre-gl'

import type { MapLayer } from '../layer'
import { FONT } from '../layer'
import type { Palette } from '../palette'

/** A name steps aside for the number of a circle, which is placed before it. */
const AROUND: SymbolLayerSpecification['layout'] = {
  'text-variable-anchor': ['center', 'bottom', 'top', 'left', 'right'],
  'text-radial-offset': 1.1,
}

const halo = ({ halo }: Palette) => ({ 'text-halo-color': halo, 'text-halo-width': 1.8 })

export const labels: MapLayer = {
  key: 'labels',
  minzoom: 0,
  sources: (context) => ({ labels: { type: 'geojson', data: context.labels } }),
  layers: ({ palette, english }) => [
    {
      id: 'labels-streets',
      type: 'symbol',
      source: 'labels',
      minzoom: 11.5,
      filter: ['==', ['get', 'rank'], 'street'],
      layout: {
        'text-field': ['get', english ? 'name_en' : 'name'],
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], 11, 11, 15, 14],
        'text-max-width': 8,
        'text-padding': 4,
        ...AROUND,
      },
      paint: { 'text-color': palette.labelSoft, ...halo(palette) },
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
        ...AROUND,
      },
      paint: { 'text-color': palette.label, ...halo(palette) },
    },
  ],
}
