"""Areas whose borders wind as rivers and old roads do: much to simplify, and much to get wrong."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from gis_core.geometry import Floats, faces, from_ticks, noded, segments, to_ticks
from tests.grids.networks import ragged_areas


def wiggly_areas(seed: int, count: int = 12, side_deg: float = 0.1) -> gpd.GeoDataFrame:
    """Return the ragged areas with every border wound, as a noded coverage with `code`."""
    rng = np.random.default_rng(seed)
    straight = to_ticks(ragged_areas(seed, count, side_deg).geometry.to_numpy())
    # A border of two areas is one of these, so it is wound once for both.
    borders = np.unique(segments(straight)[0], axis=0)
    lines = [_wound(border.reshape(2, 2), rng) for border in borders]
    shapes = from_ticks(faces(noded(lines)))
    codes = [f"4303040100{i:02}" for i in range(len(shapes))]
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs=4326)


def _wound(ends: Floats, rng: np.random.Generator) -> shapely.LineString:
    """Bends along the line, larger and smaller ones, never far enough to meet another border."""
    (x1, y1), (x2, y2) = ends
    along = np.linspace(0, 1, rng.integers(8, 80))
    bends = sum(rng.uniform(-1, 1) * np.sin(turns * np.pi * along) / turns for turns in range(1, 9))
    aside = 0.03 * bends * np.sin(np.pi * along)
    dx, dy = x2 - x1, y2 - y1
    xy = np.column_stack([x1 + dx * along - dy * aside, y1 + dy * along + dx * aside])
    return shapely.LineString(xy)
