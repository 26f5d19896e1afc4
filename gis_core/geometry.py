"""Coordinates as whole ticks of 1e-7°, and linework noded on them.

Geometry that must meet exactly is worked on in *ticks*: degrees × 10 000 000 as whole numbers in
doubles. Noding there snaps to whole ticks, and dividing at the end gives the double nearest to the
decimal, so what was one vertex stays one vertex in every file and database.

Arrays hold Shapely geometries unless a name says otherwise.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis_core.srid import COORDINATE_STEP_DEG

Geometries = NDArray[Any]
Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]

TICKS_PER_DEGREE = round(1 / COORDINATE_STEP_DEG)


def rounded(degrees: ArrayLike) -> Floats:
    """Round degrees to whole ticks, halves to even, as SQL's `round(x * 1e7) / 1e7` does."""
    values = np.asarray(degrees, dtype=float)
    return np.asarray(np.rint(values * TICKS_PER_DEGREE) / TICKS_PER_DEGREE)


def to_ticks(geometries: ArrayLike) -> Geometries:
    """Return the geometries (degrees) in whole ticks; vertices that fall together stay doubled."""
    return np.asarray(
        shapely.transform(np.asarray(geometries), lambda xy: np.rint(xy * TICKS_PER_DEGREE))
    )


def from_ticks(geometries: ArrayLike) -> Geometries:
    """Return geometries in degrees whose coordinates are the doubles nearest to each tick."""
    return np.asarray(shapely.transform(np.asarray(geometries), lambda xy: xy / TICKS_PER_DEGREE))


def noded(lines: ArrayLike) -> Geometries:
    """Break lines (ticks) wherever they meet; every vertex of the result is a whole tick."""
    return np.asarray(shapely.get_parts(shapely.union_all(np.asarray(lines), grid_size=1.0)))


def faces(noded_lines: ArrayLike) -> Geometries:
    """Return the polygons that noded lines enclose; dangling ends are left out."""
    return np.asarray(shapely.get_parts(shapely.polygonize(np.asarray(noded_lines))))


def segments(polygons: ArrayLike) -> tuple[Floats, Indices]:
    """Return every ring segment as (x1, y1, x2, y2), smaller end first, and its polygon's index.

    Multipolygons count as one polygon each.
    """
    parts, polygon_of_part = shapely.get_parts(np.asarray(polygons), return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    polygon_of_ring = polygon_of_part[part_of_ring]
    xy, ring_of_vertex = shapely.get_coordinates(rings, return_index=True)
    inside_ring = ring_of_vertex[1:] == ring_of_vertex[:-1]
    start, end = xy[:-1][inside_ring], xy[1:][inside_ring]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    ordered = np.where(swap[:, None], np.hstack([end, start]), np.hstack([start, end]))
    return ordered, polygon_of_ring[ring_of_vertex[:-1][inside_ring]]


@dataclass(frozen=True)
class SharedEdges:
    """Pairs of polygons with a common border: indices left < right, and its length per pair."""

    left: Indices
    right: Indices
    length: Floats


def _matched(ordered: Floats) -> tuple[Indices, Indices]:
    """Return the positions of equal segments as pairs."""
    order = np.lexsort(ordered.T[::-1])
    same = (ordered[order[1:]] == ordered[order[:-1]]).all(axis=1)
    return order[:-1][same], order[1:][same]


def shared_edges(polygons: ArrayLike, metres_per_unit: tuple[float, float]) -> SharedEdges:
    """Return who borders whom in a noded coverage, with the border's length in metres.

    Args:
        metres_per_unit: metres of one unit of x and of y (of a tick, of a degree …).
    """
    ordered, owner = segments(polygons)
    first, second = _matched(ordered)
    step = (ordered[first, 2:] - ordered[first, :2]) * metres_per_unit
    pair = np.sort(np.column_stack([owner[first], owner[second]]), axis=1)
    width = owner.max(initial=0) + 1
    keys, row = np.unique(pair[:, 0] * width + pair[:, 1], return_inverse=True)
    length_m = np.hypot(step[:, 0], step[:, 1])
    total_m = np.bincount(row, weights=length_m, minlength=len(keys)).astype(float)
    return SharedEdges(keys // width, keys % width, total_m)


def metres_per_tick(latitude_deg: float) -> tuple[float, float]:
    """Return the metres of a tick of longitude and of latitude, good to half a percent."""
    metres = 111_320 / TICKS_PER_DEGREE
    return metres * float(np.cos(np.radians(latitude_deg))), metres


def components(count: int, left: Indices, right: Indices) -> Indices:
    """Return for each of `count` things the smallest index that links lead to."""
    root = list(range(count))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        a_top, b_top = top(a), top(b)
        root[max(a_top, b_top)] = min(a_top, b_top)
    return np.array([top(i) for i in range(count)], dtype=np.intp)
