/** Drawing by hand: a line, an area, or the corners of a shape that is already there. */
import type { LineString, Polygon } from 'geojson'
import type { Map as MapLibreMap } from 'maplibre-gl'
import {
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
  type GeoJSONStoreFeatures,
} from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'

import type { Palette } from './palette'
import { DRAWN } from './plan'

export type Shape = LineString | Polygon
export type DrawMode = 'linestring' | 'polygon'

export interface Drawing {
  /** Begin a new line or area; what was drawn before goes. */
  draw: (mode: DrawMode) => void
  /** Lay a shape out with handles on its corners, and on a line between them. */
  edit: (shape: Shape) => void
  clear: () => void
  stop: () => void
}

/** Decimals of a degree that the server stores: about a centimetre. */
const DIGITS = 7
const colourOf = (text: string) => text as `#${string}`

function selectMode(palette: Palette): TerraDrawSelectMode {
  const handles = { draggable: true, midpoints: { draggable: true } }
  const fixed = { draggable: true }
  const accent = colourOf(palette.accent)
  return new TerraDrawSelectMode({
    allowManualDeselection: false,
    flags: {
      linestring: { feature: { coordinates: handles } },
      polygon: { feature: { coordinates: fixed } },
    },
    styles: {
      selectedLineStringColor: accent,
      selectedLineStringWidth: 3,
      selectedPolygonColor: accent,
      selectedPolygonFillOpacity: 0.12,
      selectedPolygonOutlineColor: accent,
      selectedPolygonOutlineWidth: 2,
      selectionPointColor: accent,
      selectionPointWidth: 6,
      selectionPointOutlineColor: colourOf(palette.pointEdge),
      selectionPointOutlineWidth: 2,
      midPointColor: colourOf(palette.pointEdge),
      midPointOutlineColor: accent,
      midPointWidth: 4,
      midPointOutlineWidth: 2,
    },
  })
}

function modesOf(palette: Palette) {
  const accent = colourOf(palette.accent)
  return [
    new TerraDrawLineStringMode({
      styles: { lineStringColor: accent, lineStringWidth: 3, closingPointColor: accent },
    }),
    new TerraDrawPolygonMode({
      styles: { fillColor: accent, fillOpacity: 0.12, outlineColor: accent, outlineWidth: 2 },
    }),
    selectMode(palette),
  ]
}

const featureOf = (shape: Shape): GeoJSONStoreFeatures =>
  ({
    type: 'Feature',
    geometry: shape,
    properties: { mode: shape.type === 'LineString' ? 'linestring' : 'polygon' },
  }) as GeoJSONStoreFeatures

/** `told` hears a shape when it is done, and again whenever one of its corners has been moved. */
export function startDrawing(
  map: MapLibreMap,
  palette: Palette,
  told: (shape: Shape | null) => void,
): Drawing {
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, prefixId: DRAWN, coordinatePrecision: DIGITS }),
    modes: modesOf(palette),
  })
  draw.on('finish', (id) => {
    const done = draw.getSnapshotFeature(id)
    if (!done) return
    told(done.geometry as Shape)
    if (draw.getMode() === 'select') return
    draw.setMode('select')
    draw.selectFeature(id)
  })
  draw.start()
  const clear = (): void => {
    draw.clear()
    told(null)
  }
  return {
    draw: (mode) => {
      clear()
      draw.setMode(mode)
    },
    edit: (shape) => {
      clear()
      draw.setMode('select')
      const [added] = draw.addFeatures([featureOf(shape)])
      if (added?.valid && added.id !== undefined) draw.selectFeature(added.id)
    },
    clear,
    stop: () => draw.enabled && draw.stop(),
  }
}
