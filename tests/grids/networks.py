"""Ragged areas for tests: blocks between crooked streets, as a city has them."""

import geopandas as gpd
import numpy as np
import shapely

from gis_core.geometry import faces, from_ticks, noded, to_ticks

XIANGTAN = (112.90, 27.83)
METRE_SRID = 4547


def ragged_areas(seed: int, count: int = 12, side_deg: float = 0.01) -> gpd.GeoDataFrame:
    """Return `count` or so Voronoi areas in a square at Xiangtan, as a noded coverage."""
    rng = np.random.default_rng(seed)
    west, south = XIANGTAN
    square = shapely.box(west, south, west + side_deg, south + side_deg)
    points = shapely.multipoints(rng.uniform((west, south), np.add(XIANGTAN, side_deg), (count, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=square))
    clipped = shapely.intersection(cells, square)
    shapes = from_ticks(faces(noded(shapely.boundary(to_ticks(clipped)))))
    codes = [f"4303040100{i:02}" for i in range(len(shapes))]
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs=4326)
