import type { Feature, FeatureCollection, Point } from 'geojson'

import type { AreaCollection } from '@/api/types'

import { labelPoint } from './label_point'

type Rank = 'district' | 'street'

function labelsOf(areas: AreaCollection, rank: Rank): Feature<Point>[] {
  return areas.features
    .filter((area) => area.geometry)
    .map(({ geometry, properties: { name, name_en } }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: labelPoint(geometry) },
      properties: { rank, name, name_en: name_en || name },
    }))
}

export function areaLabels(
  districts: AreaCollection,
  streets: AreaCollection,
): FeatureCollection<Point> {
  const features = [...labelsOf(districts, 'district'), ...labelsOf(streets, 'street')]
  return { type: 'FeatureCollection', features }
}
