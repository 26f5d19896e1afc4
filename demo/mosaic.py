"""A seeded mosaic of small faces, and its partition into compact areas of given size.

Borders that run along the faces of a mosaic are ragged as real ones are, and two areas that are
made of whole faces meet exactly. Geometry is in ticks of 1e-7°, measures in metres of the plane.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from gis_core.geometry import (
    Floats,
    Geometries,
    Indices,
    SharedEdges,
    components,
    faces,
    metres_per_tick,
    noded,
    shared_edges,
    to_ticks,
)
from grids.build import area_of_faces
from grids.plane import Plane

JITTER: Final = 0.36
"""How far a point strays from its lattice, as a share of the spacing: irregular, never clumped."""

ROUNDS: Final = 60
WEIGHT_STEP: Final = 0.25
"""Share of an area's error that its weight takes on per round; a half would overshoot."""

RELAX_ROUNDS: Final = 30
RELAX_STEP: Final = 0.15
"""In the first rounds seeds drift towards the middle of their area, which makes it compact."""


@dataclass(frozen=True)
class Mosaic:
    """Faces (ticks), the district's row, centre and m² of each, and who borders whom."""

    faces: Geometries
    district: Indices
    centre_m: Floats
    area_m2: Floats
    edges: SharedEdges


def scattered(rng: Generator, bounds_m: Floats, spacing_m: float) -> Floats:
    """Return points (n, 2) on a jittered hexagonal lattice over west, south, east, north."""
    west, south, east, north = bounds_m
    height = spacing_m * np.sqrt(3) / 2
    rows, columns = np.arange(south, north, height), np.arange(west, east, spacing_m)
    x, y = np.meshgrid(columns, rows)
    x[1::2] += spacing_m / 2
    jitter = rng.uniform(-JITTER, JITTER, (x.size, 2)) * spacing_m
    return np.asarray(np.column_stack([x.ravel(), y.ravel()]) + jitter)


def lay_mosaic(points_m: Floats, districts: gpd.GeoDataFrame, plane: Plane) -> Mosaic:
    """Return the Voronoi faces of the points, cut at the borders of the districts (EPSG:4326)."""
    borders = to_ticks(districts.geometry.to_numpy())
    points = shapely.multipoints(plane.to_ticks(points_m))
    lines = shapely.voronoi_polygons(points, only_edges=True)
    cut = faces(noded([*shapely.boundary(borders), shapely.intersection(lines, _outline(borders))]))
    district = area_of_faces(cut, borders)
    cut, district = cut[district >= 0], district[district >= 0]
    in_metres = plane.in_metres(cut)
    latitude = float(np.mean(districts.total_bounds[1::2]))
    return Mosaic(
        faces=cut,
        district=district,
        centre_m=shapely.get_coordinates(shapely.centroid(in_metres)),
        area_m2=shapely.area(in_metres),
        edges=shared_edges(cut, metres_per_tick(latitude)),
    )


def _outline(borders: Geometries) -> shapely.Geometry:
    return shapely.coverage_union_all(borders)


@dataclass(frozen=True)
class Seeds:
    """Where areas should lie and how large they should be (proportions). `pinned` ones stay put;
    the others drift towards the middle of what they get."""

    at_m: Floats
    target_m2: Floats
    pinned: NDArray[np.bool_]


def partition(mosaic: Mosaic, members: Indices, seeds: Seeds) -> Indices:
    """Divide some faces (by position) so that each area gets about its target, in one piece.

    Returns for each member the row of its seed. A power diagram whose weights follow the error,
    then loose parts are given to the neighbour with the longest border.
    """
    centre, area = mosaic.centre_m[members], mosaic.area_m2[members]
    label = _power_diagram(centre, area, seeds)
    _fill_empty(label, centre, seeds)
    return _in_one_piece(label, area, _edges_among(mosaic.edges, members))


def _power_diagram(centre: Floats, area: Floats, seeds: Seeds) -> Indices:
    target = seeds.target_m2 * area.sum() / seeds.target_m2.sum()
    at, weight = seeds.at_m.astype(float).copy(), np.zeros(len(target))
    label = np.zeros(len(area), dtype=np.intp)
    for turn in range(ROUNDS):
        far = np.square(centre[:, None] - at[None]).sum(axis=2) - weight
        label = far.argmin(axis=1)
        got = np.bincount(label, weights=area, minlength=len(at))
        weight += WEIGHT_STEP * (target - got)
        if turn < RELAX_ROUNDS:
            free = (got > 0) & ~seeds.pinned
            middle = [np.bincount(label, area * centre[:, i], len(at)) for i in (0, 1)]
            drift = np.column_stack(middle)[free] / got[free, None] - at[free]
            at[free] += RELAX_STEP * drift
    return label


def _fill_empty(label: Indices, centre: Floats, seeds: Seeds) -> None:
    """Give an area without a face the nearest one of an area that has several."""
    for row in np.flatnonzero(np.bincount(label, minlength=len(seeds.at_m)) == 0):
        spare = np.bincount(label)[label] > 1
        far = np.square(centre - seeds.at_m[row]).sum(axis=1)
        label[np.where(spare, far, np.inf).argmin()] = row


def _edges_among(edges: SharedEdges, members: Indices) -> SharedEdges:
    """Return the edges between members, by position among them."""
    size = max(int(edges.right.max(initial=0)), int(members.max(initial=0))) + 1
    position = np.full(size, -1, dtype=np.intp)
    position[members] = np.arange(len(members))
    left, right = position[edges.left], position[edges.right]
    both: NDArray[np.bool_] = (left >= 0) & (right >= 0)
    return SharedEdges(left[both], right[both], edges.length[both])


def _in_one_piece(label: Indices, area_m2: Floats, edges: SharedEdges) -> Indices:
    """Give every loose part of an area to the neighbour along its longest border."""
    label = label.copy()
    for _ in range(ROUNDS):
        same = label[edges.left] == label[edges.right]
        part = components(len(label), edges.left[same], edges.right[same])
        part_m2 = np.bincount(part, weights=area_m2, minlength=len(label))
        main = np.zeros(label.max() + 1)
        np.maximum.at(main, label, part_m2[part])
        loose = part_m2[part] < main[label]
        moves = _moves(label, part, loose, edges)
        if not moves:
            break
        for which, to in moves.items():
            label[part == which] = to
    return label


def _moves(
    label: Indices, part: Indices, loose: NDArray[np.bool_], edges: SharedEdges
) -> dict[int, int]:
    """Return for each loose part that touches a main part the area to join."""
    border: dict[int, dict[int, float]] = {}
    for a, b in ((edges.left, edges.right), (edges.right, edges.left)):
        out = loose[a] & ~loose[b] & (label[a] != label[b])
        for which, to, length in zip(part[a[out]], label[b[out]], edges.length[out], strict=True):
            lengths = border.setdefault(int(which), {})
            lengths[int(to)] = lengths.get(int(to), 0.0) + float(length)
    return {which: max(to, key=lambda k: (to[k], -k)) for which, to in border.items()}
