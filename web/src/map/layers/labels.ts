/** Names of districts and streets, at the points for them that stand in the areas' own tiles. */
import type { ExpressionSpecification, SymbolLayerSpecification } from 'maplibre-gl'

import type { MapLayer } from '../layer'
import { FONT } from '../layer'
import type { Palette } from '../palette'

/** A name steps aside for the number of a circle, which is placed before it. */
const AROUND: SymbolLayerSpecification['layout'] = {
  'text-variable-anchor': ['center', 'bottom', 'top', 'left', 'right'],
  'text-radial-offset': 1.1,
}

const nameIn = (english: boolean): ExpressionSpecification =>
  english
    ? ['case', ['==', ['get', 'name_en'], ''], ['get', 'name'], ['get', 'name_en']]
    : ['get', 'name']

const halo = ({ halo }: Palette) => ({ 'text-halo-color': halo, 'text-halo-width': 1.8 })

export const labels: MapLayer = {
  key: 'labels',
  minzoom: 0,
  sources: () => ({}),
  layers: ({ palette, english }) => [
    {
      id: 'labels-streets',
      type: 'symbol',
      source: 'streets',
      'source-layer': 'streets_labels',
      minzoom: 11.5,
      layout: {
        'text-field': nameIn(english),
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
      source: 'districts',
      'source-layer': 'districts_labels',
      maxzoom: 13,
      layout: {
        'text-field': nameIn(english),
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
