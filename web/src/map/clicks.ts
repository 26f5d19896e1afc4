/** What lies under the pointer, most telling thing first. */
import type { Map as MapLibreMap, MapGeoJSONFeature, PointLike } from 'maplibre-gl'

export type Hit =
  | { kind: 'case'; id: string; label: string }
  | { kind: 'circle'; count: number; open: number; lon: number; lat: number }
  | { kind: 'facility'; name: string; facility: string; lon: number; lat: number }
  | { kind: 'cell'; code: string }

/** Fingers are wider than pointers: a few pixels around count as hit. */
const SLACK_PX = 5
const HIT_LAYERS = ['cases-points', 'cases-circles', 'facilities-point', 'cells-hit']

function hitOf(feature: MapGeoJSONFeature, at: { lng: number; lat: number }): Hit | null {
  const { properties: values, layer } = feature
  if (layer.id === 'cases-points') {
    const label = [values.class_name, values.number].filter(Boolean).join(' · ')
    return { kind: 'case', id: String(values.id), label }
  }
  if (layer.id === 'cases-circles') {
    const [count, open] = [Number(values.count), Number(values.open)]
    return { kind: 'circle', count, open, lon: at.lng, lat: at.lat }
  }
  if (layer.id === 'facilities-point') {
    const name = String(values.name ?? '')
    return { kind: 'facility', name, facility: String(values.kind), lon: at.lng, lat: at.lat }
  }
  return { kind: 'cell', code: String(values.code ?? '') }
}

function anchorOf(feature: MapGeoJSONFeature, fallback: { lng: number; lat: number }) {
  if (feature.geometry.type !== 'Point') return fallback
  const [lng = fallback.lng, lat = fallback.lat] = feature.geometry.coordinates
  return { lng, lat }
}

export function hitAt(
  map: MapLibreMap,
  point: { x: number; y: number },
  lngLat: { lng: number; lat: number },
): Hit | null {
  const layers = HIT_LAYERS.filter((id) => map.getLayer(id))
  const box: [PointLike, PointLike] = [
    [point.x - SLACK_PX, point.y - SLACK_PX],
    [point.x + SLACK_PX, point.y + SLACK_PX],
  ]
  const found = map.queryRenderedFeatures(box, { layers })
  const ranked = layers.map((id) => found.find((feature) => feature.layer.id === id))
  const first = ranked.find((feature) => feature !== undefined)
  return first ? hitOf(first, anchorOf(first, lngLat)) : null
}
