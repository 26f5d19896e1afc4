/** What a layer of the map is: one module each in `layers/`, drawn in the order of `style.ts`. */
import type { FeatureCollection, Point } from 'geojson'
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl'

import { queryString } from '@/api/query'
import type { Background } from '@/api/types'

import type { Palette } from './palette'

export type LayerKey = 'districts' | 'streets' | 'cells' | 'facilities' | 'cases' | 'labels'

/** Everything that the style depends on. A change makes a new style; MapLibre applies the difference. */
export interface MapContext {
  origin: string
  city: string
  english: boolean
  palette: Palette
  /** Somebody else's map below ours; without it, a plain ground. */
  background?: Background | null
  selection: FeatureCollection
  /** The circles drawn last: they follow the tiles of the view, not the page's state. */
  circles: () => FeatureCollection<Point>
}

export interface MapLayer {
  key: LayerKey
  /** Zoom from which anything is drawn: the layer list greys it out below. */
  minzoom: number
  sources: (context: MapContext) => Record<string, SourceSpecification>
  layers: (context: MapContext) => LayerSpecification[]
}

/** Rendered with the fonts of the reader's own machine: a style without `glyphs` fetches none. */
export const FONT = ['Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei']

export function tileSource(
  { origin, city }: MapContext,
  layer: string,
  zooms: { minzoom: number; maxzoom: number },
): SourceSpecification {
  const tiles = [`${origin}/tiles/${layer}/{z}/{x}/{y}.mvt${queryString({ city })}`]
  return { type: 'vector', tiles, ...zooms }
}
