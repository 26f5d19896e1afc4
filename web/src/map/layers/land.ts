/** The ground that everything lies on: always drawn, no switch. */
import type { LayerSpecification } from 'maplibre-gl'

import type { MapContext } from '../layer'

export const landLayers = ({ palette }: MapContext): LayerSpecification[] => [
  { id: 'ground', type: 'background', paint: { 'background-color': palette.ground } },
  {
    id: 'land',
    type: 'fill',
    source: 'districts',
    'source-layer': 'districts',
    paint: { 'fill-color': palette.land, 'fill-antialias': false },
  },
]
