/** The box around any shape. */
import type { Geometry, Position } from 'geojson'

import type { Box } from './view'

/** How many lists of lists lie around the places of each kind of shape. */
const DEPTH = { MultiPoint: 0, LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }

function placesOf(geometry: Geometry): Position[] {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(placesOf)
  if (geometry.type === 'Point') return [geometry.coordinates]
  return (geometry.coordinates as unknown[]).flat(DEPTH[geometry.type]) as Position[]
}

/** West, south, east, north; null for a shape without any place. */
export function boundsOf(geometry: Geometry | null): Box | null {
  const places = geometry ? placesOf(geometry) : []
  if (!places.length) return null
  const lons = places.map(([lon = 0]) => lon)
  const lats = places.map(([, lat = 0]) => lat)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}
