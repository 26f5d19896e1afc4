"""The ground that facilities and cases are put on: the cells, and the roads that run through them.

Everything is arrays with one entry per cell, in the order of their codes, so that a seed gives the
same city again. Geometry is WGS 84 in degrees; metres are those of a plane that is true at the
city's middle to a thousandth, good enough to place things that are generated anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from grids.models import Cell
from grids.models import Generation as Network

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]
Geometries = NDArray[Any]

METRES_PER_DEGREE: Final = 111_320.0

ROADSIDE_SHARE: Final = 0.72
"""Share of things that stand along a road, where the cell has one."""

ROADSIDE_M: Final = 7.0
"""How far from the middle of the road they are, as a standard deviation."""

TRIES: Final = 12
"""Draws inside a cell's box before its own inner point is taken."""

NEAR_ROAD_M: Final = 300.0
"""A place farther than this from any road is not described by it."""


@dataclass(frozen=True, slots=True)
class Roads:
    """Named roads as lines in WGS 84."""

    names: list[str]
    lines: Geometries


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The cells of a network. `road` is the index of the road nearby, or -1; `verge` the longest
    piece of it inside the cell, or None. `centre_m` is (cells, 2) in metres, see `to_metres`."""

    codes: list[str]
    districts: list[str]
    streets: list[str]
    street_names: list[str]
    community_names: list[str]
    rural: Flags
    area_m2: Floats
    geometry: Geometries
    centre_m: Floats
    road: Indices
    verge: Geometries
    roads: Roads

    def points(self, rng: Generator, cell: Indices) -> Floats:
        """Return one point (lon, lat in degrees) for each given cell, most of them at a road."""
        inside = self._inside(rng, cell)
        at_road = (rng.random(len(cell)) < ROADSIDE_SHARE) & ~shapely.is_missing(self.verge[cell])
        inside[at_road] = self._roadside(rng, cell[at_road])
        return inside

    def _inside(self, rng: Generator, cell: Indices) -> Floats:
        found: Floats = shapely.get_coordinates(shapely.point_on_surface(self.geometry))[cell]
        box = shapely.bounds(self.geometry)[cell]
        left = np.arange(len(cell))
        for _ in range(TRIES):
            drawn = rng.uniform(box[left, :2], box[left, 2:])
            hit = shapely.contains_xy(self.geometry[cell[left]], drawn[:, 0], drawn[:, 1])
            found[left[hit]] = drawn[hit]
            left = left[~hit]
        return found

    def _roadside(self, rng: Generator, cell: Indices) -> Floats:
        along = shapely.line_interpolate_point(
            self.verge[cell], rng.random(len(cell)), normalized=True
        )
        middle = shapely.get_coordinates(along)
        step = rng.normal(0.0, ROADSIDE_M, middle.shape) / METRES_PER_DEGREE
        beside = middle + step
        kept = shapely.contains_xy(self.geometry[cell], beside[:, 0], beside[:, 1])
        return np.asarray(np.where(kept[:, None], beside, middle))


def to_metres(degrees: Floats) -> Floats:
    """Return (lon, lat) in degrees as metres east and north, at the demo city's latitude."""
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(27.85)), 1.0])
    return np.asarray(degrees * scale)


def load_ground(network: Network, roads: Roads) -> Ground:
    """Read a network's cells and find the road of each."""
    rows = list(
        Cell.objects.filter(generation=network)
        .order_by("code")
        .values_list(
            "code",
            "street__district__code",
            "street__code",
            "street__name",
            "community__name",
            "rural",
            "area_m2",
            "geom",
        )
    )
    codes, districts, streets, street_names, communities, rural, area_m2, geoms = zip(
        *rows, strict=True
    )
    geometry = shapely.from_wkb([bytes(geom.wkb) for geom in geoms])
    centre_m = to_metres(shapely.get_coordinates(shapely.centroid(geometry)))
    road, verge = _roads_of(geometry, centre_m, roads)
    return Ground(
        codes=list(codes),
        districts=list(districts),
        streets=list(streets),
        street_names=list(street_names),
        community_names=[
            _spoken(name or "", street)
            for name, street in zip(communities, street_names, strict=True)
        ],
        rural=np.array(rural),
        area_m2=np.array(area_m2),
        geometry=geometry,
        centre_m=centre_m,
        road=road,
        verge=verge,
        roads=roads,
    )


COMMITTEES: Final = ("居民委员会会", "居民委员会", "村民委员会", "居委会", "村委会")


def _spoken(community: str, street: str) -> str:
    """Return a community as people say it: without its street before and its committee after."""
    community = community.rpartition(street)[2] or community
    for committee in COMMITTEES:
        community = community.removesuffix(committee)
    return community


def _roads_of(cells: Geometries, centre_m: Floats, roads: Roads) -> tuple[Indices, Geometries]:
    """Return for each cell the road through it (else the nearest within reach), and its verge."""
    road = np.full(len(cells), -1, dtype=np.intp)
    in_metres = shapely.transform(roads.lines, to_metres)
    at, nearest = shapely.STRtree(in_metres).query_nearest(
        shapely.points(centre_m), max_distance=NEAR_ROAD_M, all_matches=False
    )
    road[at] = nearest
    verge = np.full(len(cells), None, dtype=object)
    cell, line = shapely.STRtree(roads.lines).query(cells, predicate="intersects")
    pieces = _longest_part(shapely.intersection(roads.lines[line], cells[cell]))
    length = np.where(shapely.is_missing(pieces), 0.0, shapely.length(pieces))
    for i in np.argsort(length, kind="stable"):  # the longest piece of a cell comes last and stays
        if length[i] > 0:
            verge[cell[i]], road[cell[i]] = pieces[i], line[i]
    return road, verge


def _longest_part(lines: Geometries) -> Geometries:
    """Return the longest line of each geometry, None where there is none."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    longest = np.full(len(lines), None, dtype=object)
    order = np.argsort(shapely.length(parts), kind="stable")
    longest[owner[order]] = parts[order]
    return longest
