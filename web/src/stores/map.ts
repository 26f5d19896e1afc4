import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { defineStore } from 'pinia'
import { markRaw, ref, shallowRef } from 'vue'

import type { City } from '@/api/types'
import { cityPadding, type Box } from '@/map/view'

export interface Point {
  lon: number
  lat: number
}

/** A point nearer than this to an edge counts as out of sight. */
const EDGE_PX = 24
/** As near as a single cell and its neighbours want to be seen. */
const CLOSE_ZOOM = 16.5
const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] }

export function pointFeature({ lon, lat }: Point, solid = false): Feature {
  const geometry = { type: 'Point' as const, coordinates: [lon, lat] }
  return { type: 'Feature', geometry, properties: { solid } }
}

export const areaFeature = (geometry: Geometry): Feature => ({
  type: 'Feature',
  geometry,
  properties: {},
})

/** The map as the rest of the page drives it. It may be absent: no WebGL, or not yet drawn. */
export const useMapStore = defineStore('map', () => {
  const map = shallowRef<MapLibreMap | null>(null)
  const zoom = ref(0)
  const selection = shallowRef<FeatureCollection>(NOTHING)
  /** While a report is being made a click chooses its point instead of opening things. */
  const picking = ref(false)
  const picked = shallowRef<Point | null>(null)
  /** Room at the right (desktop) or bottom (phone) that a panel covers, in CSS pixels. */
  const covered = ref({ right: 0, bottom: 0 })

  function attach(made: MapLibreMap | null): void {
    map.value = made && markRaw(made)
  }

  function select(features: Feature[]): void {
    selection.value = features.length ? { type: 'FeatureCollection', features } : NOTHING
  }

  /** Moves to a point, clear of the panel that covers a part of the map. */
  function flyTo({ lon, lat }: Point, closest = 16): void {
    const { right, bottom } = covered.value
    map.value?.flyTo({
      center: [lon, lat],
      zoom: Math.max(map.value.getZoom(), closest),
      offset: [-right / 2, -bottom / 2],
      duration: 900,
      essential: false,
    })
  }

  /** Whether a point can be seen now, that is, in the part of the map that nothing covers. */
  function inSight({ lon, lat }: Point): boolean {
    const at = map.value?.project([lon, lat])
    const box = map.value?.getContainer()
    if (!at || !box) return false
    const [right, bottom] = [
      box.clientWidth - covered.value.right,
      box.clientHeight - covered.value.bottom,
    ]
    return at.x > EDGE_PX && at.y > EDGE_PX && at.x < right - EDGE_PX && at.y < bottom - EDGE_PX
  }

  function showCity(city: City): void {
    if (!map.value) return
    if (city.bbox) showBox(city.bbox)
    else if (city.centre) map.value.flyTo({ center: city.centre, zoom: 11 })
  }

  /** Shows an area whole, clear of what covers the map. */
  function showBox(box: Box): void {
    const { right, bottom } = covered.value
    const free = cityPadding(map.value?.getContainer().clientWidth ?? 0)
    const padding = { ...free, right: free.right + right, bottom: free.bottom + bottom }
    map.value?.fitBounds(box, { padding, duration: 600 })
  }

  /** Shows something small with its surroundings. */
  function showClose([west, south, east, north]: Box): void {
    if (!map.value) return
    const center: [number, number] = [(west + east) / 2, (south + north) / 2]
    const camera = map.value.cameraForBounds([west, south, east, north], { padding: 80 })
    map.value.flyTo({
      center,
      zoom: Math.min(camera?.zoom ?? CLOSE_ZOOM, CLOSE_ZOOM),
      duration: 700,
    })
  }

  /** Fetches the case tiles of the view again; what is drawn stays until they are here. */
  function refreshCases(): void {
    if (map.value?.getSource('cases')) map.value.refreshTiles('cases')
  }

  return {
    map,
    zoom,
    selection,
    picking,
    picked,
    covered,
    attach,
    select,
    flyTo,
    inSight,
    showCity,
    showBox,
    showClose,
    refreshCases,
  }
})
