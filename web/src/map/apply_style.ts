import type { Map as MapLibreMap, StyleSpecification, VectorTileSource } from 'maplibre-gl'

/** Gives changed tile addresses to their sources first: a replaced source would flash empty. */
export function applyStyle(map: MapLibreMap, style: StyleSpecification): void {
  for (const [id, spec] of Object.entries(style.sources)) {
    if (spec.type !== 'vector' || !spec.tiles) continue
    const source = map.getSource<VectorTileSource>(id)
    if (source && source.tiles?.[0] !== spec.tiles[0]) source.setTiles(spec.tiles)
  }
  map.setStyle(style, { diff: true })
}
