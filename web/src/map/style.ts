/** The whole map as one value: layer modules in drawing order, hidden ones left invisible. */
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'

import type { LayerKey, MapContext, MapLayer } from './layer'
import { districts, streets } from './layers/areas'
import { cases } from './layers/cases'
import { cells } from './layers/cells'
import { facilities } from './layers/facilities'
import { labels } from './layers/labels'
import { landLayers, landSources } from './layers/land'
import { selectionLayers } from './layers/selection'

export const MAP_LAYERS: readonly MapLayer[] = [
  facilities,
  cells,
  streets,
  districts,
  labels,
  cases,
]

function layersOf(layer: MapLayer, context: MapContext, hidden: ReadonlySet<string>) {
  const visibility = hidden.has(layer.key) ? 'none' : 'visible'
  return layer
    .layers(context)
    .map((spec) => ({ ...spec, layout: { ...spec.layout, visibility } }) as LayerSpecification)
}

export function buildStyle(
  context: MapContext,
  hiddenLayers: readonly (LayerKey | string)[],
): StyleSpecification {
  const hidden = new Set<string>(hiddenLayers)
  const sources = MAP_LAYERS.map((layer) => layer.sources(context))
  return {
    version: 8,
    sources: Object.assign(
      landSources(context),
      { selection: { type: 'geojson', data: context.selection } },
      ...sources,
    ) as StyleSpecification['sources'],
    layers: [
      ...landLayers(context),
      ...MAP_LAYERS.flatMap((layer) => layersOf(layer, context, hidden)),
      ...selectionLayers(context),
    ],
  }
}
