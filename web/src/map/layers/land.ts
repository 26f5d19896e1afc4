/** The ground that everything lies on: always drawn, no switch. */
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl'

import type { MapContext } from '../layer'

type Ground = Pick<MapContext, 'palette' | 'background'>
const TILE_PX = 256

/** Of the ground itself: the city's own background map, where it has one. */
export function landSources({ background }: Ground): Record<string, SourceSpecification> {
  if (!background) return {}
  const { tiles, maxzoom, attribution } = background
  return { background: { type: 'raster', tiles, maxzoom, attribution, tileSize: TILE_PX } }
}

export const landLayers = ({ palette, background }: Ground): LayerSpecification[] => [
  { id: 'ground', type: 'background', paint: { 'background-color': palette.ground } },
  background
    ? { id: 'background', type: 'raster', source: 'background' }
    : {
        id: 'land',
        type: 'fill',
        source: 'districts',
        'source-layer': 'districts',
        paint: { 'fill-color': palette.land, 'fill-antialias': false },
      },
]
