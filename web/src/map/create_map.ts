import { Map as MapLibreMap, setWorkerUrl, type StyleSpecification } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'

import type { City } from '@/api/types'

import { FONT } from './layer'
import { cityPadding, type View } from './view'

setWorkerUrl(workerUrl)

/**
 * Throws where the browser has no WebGL. Rotation is off: a city map has north at the top.
 * `address` says where a tile is really asked for.
 */
export function createMap(
  container: HTMLElement,
  style: StyleSpecification,
  city: City,
  view: View | null,
  address: (url: string) => string = (url) => url,
): MapLibreMap {
  const start = view
    ? { center: [view.lon, view.lat] as [number, number], zoom: view.zoom }
    : city.bbox
      ? { bounds: city.bbox, fitBoundsOptions: { padding: cityPadding(container.clientWidth) } }
      : { center: city.centre ?? ([0, 0] as [number, number]), zoom: 11 }
  const map = new MapLibreMap({
    container,
    style,
    ...start,
    maxZoom: 19,
    minZoom: 6,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    localIdeographFontFamily: FONT.map((name) => `"${name}"`).join(','),
    fadeDuration: 150,
    transformRequest: (url) => ({ url: address(url) }),
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  return map
}
