import type { MultiPolygon, Polygon } from 'geojson'

export interface View {
  zoom: number
  lon: number
  lat: number
}

/** `12.3/112.91/27.83`: zoom, longitude, latitude, as the address carries it. */
export function viewFrom(text: unknown): View | null {
  if (typeof text !== 'string') return null
  const [zoom, lon, lat] = text.split('/').map(Number)
  const fits = [zoom, lon, lat].every((value) => Number.isFinite(value))
  return fits ? { zoom: zoom as number, lon: lon as number, lat: lat as number } : null
}

export const viewText = ({ zoom, lon, lat }: View): string =>
  `${zoom.toFixed(2)}/${lon.toFixed(5)}/${lat.toFixed(5)}`

const DESK = { top: 72, right: 56, bottom: 40, left: 24 }
const PHONE = { top: 12, right: 12, bottom: 36, left: 12 }

/** Free room around the whole city, in CSS pixels: on a desk the figures lie along the top. */
export const cityPadding = (width_px: number): typeof DESK => (width_px < 768 ? PHONE : DESK)

/** West, south, east, north in WGS 84 degrees. */
export type Box = [number, number, number, number]

export function boxOf(geometry: Polygon | MultiPolygon): Box {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon = 0, lat = 0] of parts.flat(2)) {
    box[0] = Math.min(box[0], lon)
    box[1] = Math.min(box[1], lat)
    box[2] = Math.max(box[2], lon)
    box[3] = Math.max(box[3], lat)
  }
  return box
}
