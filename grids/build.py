"""Laying cells over areas, as a noded coverage.

All linework (the areas' borders and each area's own grid, broken at every grid node) is noded at
once on ticks of 1e-7° and polygonised, so every vertex on a shared border is in both neighbours,
across community, street and district borders alike, and whatever the cell size on either side.
Slivers are then merged inside their area and the cells numbered.

Frames here have EPSG:4326 geometry. Planes in metres serve to lay the grid and to measure only.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis_core.geometry import (
    TICKS_PER_DEGREE,
    Floats,
    Geometries,
    Indices,
    faces,
    from_ticks,
    metres_per_tick,
    noded,
    shared_edges,
    to_ticks,
)
from gis_core.srid import WGS84
from grids.plane import Plane
from grids.slivers import Pieces, merged_groups

MIN_SHARE = 0.4
"""A piece below this share of a full cell joins its neighbour."""

MIN_WIDTH_SHARE = 0.15
"""A piece narrower than this share of a full cell's side joins its neighbour; width is
2 × area / perimeter, which is 0.5 for a full cell."""

THIN_TICKS = 2.0
"""Noding moves a border by at most a tick; a face thinner than this may lie beside its own area."""


def lay_cells(
    areas: gpd.GeoDataFrame,
    size_m: float | pd.Series,
    metre_srid: int,
    min_share: float = MIN_SHARE,
) -> gpd.GeoDataFrame:
    """Lay square cells over each area, clipped to it, and number them.

    Args:
        areas: `code` and polygons in EPSG:4326 that form a coverage (see `make_coverage`).
        size_m: side of a full cell, one for all or one per row of `areas`. The squares are
            aligned to multiples of it in the plane `metre_srid`.
        min_share: pieces below this share of a full cell are merged into the neighbour of the
            same area with the longest common border; so are pieces that are too thin.

    Returns:
        `area_code`, `sequence`, `size_m`, `area_m2`, geometry (Polygon), by area and sequence.

        Sequence: rows of `size_m` in the plane, the northern first; inside a row from west to
        east. A cell's row and place in it are those of its centroid, ties go north first.
    """
    ordered = areas.assign(size_m=size_m).sort_values("code", ignore_index=True)
    plane = Plane(metre_srid)
    pieces, area_of_piece = _pieces(ordered, plane)
    size_of_piece = ordered["size_m"].to_numpy(float)[area_of_piece]
    group = merged_groups(
        _measured(pieces, area_of_piece, plane),
        min_area_m2=min_share * size_of_piece**2,
        min_width_m=MIN_WIDTH_SHARE * size_of_piece,
    )
    cells, area_of_cell = dissolved(pieces, group, area_of_piece)
    return _numbered(cells, ordered.iloc[area_of_cell], plane)


def _pieces(areas: gpd.GeoDataFrame, plane: Plane) -> tuple[Geometries, Indices]:
    """Return noded faces (ticks) and the row of `areas` that each lies in."""
    polygons = to_ticks(areas.geometry.to_numpy())
    grids = [
        grid_lines(polygon, size_m, plane)
        for polygon, size_m in zip(polygons, areas["size_m"], strict=True)
    ]
    all_faces = faces(noded(np.concatenate([shapely.boundary(polygons), grids])))
    area = area_of_faces(all_faces, polygons)
    return all_faces[area >= 0], area[area >= 0]


def grid_lines(polygon: shapely.Geometry, size_m: float, plane: Plane) -> shapely.Geometry:
    """Return the grid lines of one area, as lines in ticks with a vertex at every grid node."""
    metres = plane.to_metres(shapely.get_coordinates(polygon))
    low, high = np.floor(metres.min(axis=0) / size_m), np.ceil(metres.max(axis=0) / size_m)
    columns, rows = (np.arange(a, b + 1) * size_m for a, b in zip(low, high, strict=True))
    nodes = np.stack(np.meshgrid(columns, rows), axis=-1)
    ticks = plane.to_ticks(nodes.reshape(-1, 2)).reshape(nodes.shape)
    lines = [*shapely.linestrings(ticks), *shapely.linestrings(ticks.transpose(1, 0, 2))]
    return shapely.intersection(shapely.multilinestrings(lines), polygon)


def area_of_faces(all_faces: Geometries, areas: Geometries) -> Indices:
    """Return for each face the first area that it lies in, or -1 (all in ticks)."""
    inside = shapely.point_on_surface(all_faces)
    tree = shapely.STRtree(areas)
    area = np.full(len(all_faces), -1, dtype=np.intp)
    face, hit = tree.query(inside, predicate="intersects")
    order = np.lexsort((hit, face))[::-1]
    area[face[order]] = hit[order]
    lost = np.flatnonzero(
        (area < 0) & (2 * shapely.area(all_faces) < THIN_TICKS * shapely.length(all_faces))
    )
    face, hit = tree.query_nearest(inside[lost], max_distance=THIN_TICKS, all_matches=False)
    area[lost[face]] = hit
    return area


def _measured(pieces: Geometries, area: Indices, plane: Plane) -> Pieces:
    in_metres = plane.in_metres(pieces)
    latitude = shapely.bounds(pieces)[:, 1::2].mean() / TICKS_PER_DEGREE
    edges = shared_edges(pieces, metres_per_tick(latitude))
    return Pieces(area, shapely.area(in_metres), shapely.length(in_metres), edges)


def dissolved(pieces: Geometries, group: Indices, area: Indices) -> tuple[Geometries, Indices]:
    """Return one polygon per group, keeping every vertex on its outline, and its area's row."""
    order = np.argsort(group, kind="stable")
    heads = np.flatnonzero(np.diff(group[order], prepend=-1))
    parts = np.split(pieces[order], heads[1:])
    cells = [p[0] if len(p) == 1 else shapely.coverage_union_all(p) for p in parts]
    return np.array([_single(cell) for cell in cells]), area[order][heads]


def _single(cell: shapely.Geometry) -> shapely.Polygon:
    """The union of faces that grew together edge by edge is one polygon."""
    (polygon,) = shapely.get_parts(cell)
    return polygon


def _numbered(cells: Geometries, area: pd.DataFrame, plane: Plane) -> gpd.GeoDataFrame:
    in_metres = plane.in_metres(cells)
    frame = gpd.GeoDataFrame(
        {
            "area_code": area["code"].to_numpy(),
            "size_m": area["size_m"].to_numpy(float),
            "area_m2": shapely.area(in_metres),
        },
        geometry=from_ticks(cells),
        crs=WGS84,
    )
    order = reading_order(in_metres, frame["size_m"].to_numpy(), frame["area_code"].to_numpy())
    frame = frame.iloc[order].reset_index(drop=True)
    frame.insert(1, "sequence", frame.groupby("area_code").cumcount() + 1)
    return frame


def reading_order(in_metres: Geometries, size_m: Floats, area: NDArray[np.object_]) -> Indices:
    """Return the order of cells as numbered: by area, row from the north, then from the west.

    Centroids are taken to the millimetre, so that the order does not hang on rounding noise.
    """
    centre = np.round(shapely.get_coordinates(shapely.centroid(in_metres)), 3)
    row = np.floor(centre[:, 1] / size_m)
    return np.lexsort((-centre[:, 1], centre[:, 0], -row, area))
