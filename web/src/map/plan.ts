/** A map to work on: the city as ground, and over it what a page itself has at hand. */
import type { FeatureCollection } from 'geojson'
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'

import type { MapContext, MapLayer } from './layer'
import { districts, streets } from './layers/areas'
import { cells } from './layers/cells'
import { facilities } from './layers/facilities'
import { labels } from './layers/labels'
import { landLayers, landSources } from './layers/land'
import { selectionLayers } from './layers/selection'
import type { Palette } from './palette'

/** One kind of thing over the ground. Its source is called as it is. */
export interface Overlay {
  id: string
  data: FeatureCollection
  layers: (palette: Palette) => LayerSpecification[]
}

/** What a drawing library adds to a map of its own accord; a new style keeps it. */
export const DRAWN = 'td'
const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] }

type Ground = Pick<
  MapContext,
  'origin' | 'city' | 'english' | 'palette' | 'background' | 'selection'
>

const groundOf = (inForce: boolean): MapLayer[] => [
  facilities,
  ...(inForce ? [cells] : []),
  streets,
  districts,
  labels,
]

/** `inForce`: the cells in force lie on the ground too; a draft brings its own. */
export function planStyle(
  ground: Ground,
  overlays: readonly Overlay[],
  inForce: boolean,
): StyleSpecification {
  const context = {
    ...ground,
    circles: () => NOTHING as ReturnType<MapContext['circles']>,
  }
  const layers = groundOf(inForce)
  const sources: Record<string, SourceSpecification> = Object.assign(
    landSources(ground),
    { selection: { type: 'geojson', data: ground.selection } },
    ...layers.map((layer) => layer.sources(context)),
    ...overlays.map(({ id, data }) => ({ [id]: { type: 'geojson', data } })),
  )
  const named = layers.filter((layer) => layer !== labels)
  return {
    version: 8,
    sources,
    layers: [
      ...landLayers(context),
      ...named.flatMap((layer) => layer.layers(context)),
      ...overlays.flatMap((overlay) => overlay.layers(ground.palette)),
      ...labels.layers(context),
      ...selectionLayers(context),
    ],
  }
}

/** The new style with what was drawn by hand still on top. */
export function keepDrawn(
  before: StyleSpecification | undefined,
  next: StyleSpecification,
): StyleSpecification {
  const sources = Object.entries(before?.sources ?? {}).filter(([id]) => id.startsWith(DRAWN))
  const layers = (before?.layers ?? []).filter((layer) => layer.id.startsWith(DRAWN))
  return {
    ...next,
    sources: { ...next.sources, ...Object.fromEntries(sources) },
    layers: [...next.layers, ...layers],
  }
}
