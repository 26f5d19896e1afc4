import type { MapLayer } from '../layer'
import { FONT, tileSource } from '../layer'

export const CELLS_FROM_ZOOM = 13

const SOURCE = { source: 'cells', 'source-layer': 'cells' } as const
const NAMES = { source: 'cells', 'source-layer': 'cells_labels' } as const

export const cells: MapLayer = {
  key: 'cells',
  minzoom: CELLS_FROM_ZOOM,
  sources: (context) => ({
    cells: tileSource(context, 'cells', { minzoom: CELLS_FROM_ZOOM, maxzoom: 16 }),
  }),
  layers: ({ palette }) => [
    {
      id: 'cells-hit',
      type: 'fill',
      ...SOURCE,
      minzoom: CELLS_FROM_ZOOM,
      paint: { 'fill-color': palette.land, 'fill-opacity': 0 },
    },
    {
      id: 'cells-line',
      type: 'line',
      ...SOURCE,
      minzoom: CELLS_FROM_ZOOM,
      paint: {
        'line-color': [
          'case',
          ['to-boolean', ['get', 'rural']],
          palette.ruralLine,
          palette.cellLine,
        ],
        'line-width': ['interpolate', ['linear'], ['zoom'], 13, 0.4, 17, 1.2],
      },
    },
    {
      id: 'cells-code',
      type: 'symbol',
      ...NAMES,
      minzoom: 17,
      layout: {
        // The last three digits tell neighbours apart; the street's name stands beside them.
        'text-field': ['slice', ['get', 'code'], -3],
        'text-font': FONT,
        'text-size': 11,
      },
      paint: {
        'text-color': palette.labelSoft,
        'text-halo-color': palette.halo,
        'text-halo-width': 1,
      },
    },
  ],
}
