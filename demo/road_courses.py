"""Where the demo city's roads run: along the borders of built-up communities, and through them.

Lines are in ticks of 1e-7°.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from demo.city import METRE_SRID
from gis_core.geometry import Geometries, segments, to_ticks
from grids.models import Community, Generation
from grids.plane import Plane

LANE_GRID_M: Final = 100.0
"""Lanes run along this grid, the town cells' own."""

BEND_LIMIT_DEG: Final = 55.0
"""A road goes on straight; where it would bend more, another one begins."""

METRES_PER_TICK: Final = 0.0105
"""Between a tick of longitude and one of latitude here; good to 6 %, enough to stop a road."""

LONGEST_M: Final = {"main": 9_000.0, "side": 3_500.0}


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Pieces of road between crossings: lines in ticks, kind and district of each."""

    lines: Geometries
    kinds: list[str]
    districts: list[str]


@dataclass(frozen=True, slots=True)
class _Towns:
    """The built-up communities: polygons in ticks, street and district of each."""

    shapes: Geometries
    streets: NDArray[np.object_]
    districts: NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Course:
    """Where a road runs: its line in ticks, its kind ("main", "side" or "lane") and district."""

    line: shapely.LineString
    kind: str
    district: str


def courses(network: Generation) -> list[Course]:
    """Return the courses of all roads of a stored network, in an order that is always the same."""
    towns = _built_up(network)
    stretches = _stretches(towns)
    found = [
        Course(
            _joined(stretches.lines[chain]),
            stretches.kinds[chain[0]],
            stretches.districts[chain[0]],
        )
        for chain in _chained(stretches)
    ]
    for row in range(len(towns.shapes)):
        found += [Course(lane, "lane", str(towns.districts[row])) for lane in _lanes(towns, row)]
    return found


def _built_up(network: Generation) -> _Towns:
    rows = (
        Community.objects.filter(generation=network, cells__rural=False)
        .distinct()
        .order_by("code")
        .values_list("geom", "street__code", "street__district__code")
    )
    geoms, streets, districts = zip(*rows, strict=True)
    shapes = to_ticks(shapely.from_wkb([bytes(geom.wkb) for geom in geoms]))
    return _Towns(shapes, np.array(streets, dtype=object), np.array(districts, dtype=object))


def _stretches(towns: _Towns) -> _Stretches:
    """Return the borders between built-up communities of one district, cut at their corners."""
    ordered, owner = segments(towns.shapes)
    order = np.lexsort(ordered.T[::-1])
    same = (ordered[order[1:]] == ordered[order[:-1]]).all(axis=1)
    first, second = order[:-1][same], order[1:][same]
    a, b = owner[first], owner[second]
    lines = shapely.linestrings(ordered[first].reshape(-1, 2, 2))
    pairs = np.column_stack([np.minimum(a, b), np.maximum(a, b)])
    merged, kinds, districts = [], [], []
    for left, right in np.unique(pairs, axis=0):
        if towns.districts[left] != towns.districts[right]:
            continue  # a district's border here is mostly the river
        border = lines[(pairs == (left, right)).all(axis=1)]
        parts = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(list(border))))
        merged += list(parts)
        kinds += ["side" if towns.streets[left] == towns.streets[right] else "main"] * len(parts)
        districts += [str(towns.districts[left])] * len(parts)
    return _Stretches(np.array(merged, dtype=object), kinds, districts)


def _chained(stretches: _Stretches) -> list[list[int]]:
    """Return stretches joined into roads, main ones and long ones first, each as indices."""
    ends = _ends(stretches)
    length = shapely.length(stretches.lines) * METRES_PER_TICK
    order = sorted(range(len(length)), key=lambda i: (stretches.kinds[i], -length[i], i))
    free = set(order)
    chains = []
    for start in order:
        if start not in free:
            continue
        free.discard(start)
        chain = [start]
        for end in (0, 1):
            chain = _extended(stretches, ends, free, chain, end)
        chains.append(chain)
    return chains


Ends = dict[tuple[float, float], list[tuple[int, int]]]


def _ends(stretches: _Stretches) -> Ends:
    """Return which stretches end at a place, and by which end."""
    found: Ends = {}
    for row, line in enumerate(stretches.lines):
        for end in (0, -1):
            found.setdefault(tuple(line.coords[end]), []).append((row, end))
    return found


def _extended(
    stretches: _Stretches, ends: Ends, free: set[int], chain: list[int], end: int
) -> list[int]:
    """Return the chain with what goes straight on from one of its ends."""
    kind = stretches.kinds[chain[0]]
    row, tip = chain[-1], -1 if end == 0 else 0
    while True:
        onward = _onward(stretches, ends, free, (row, tip))
        total_m = sum(stretches.lines[i].length for i in chain) * METRES_PER_TICK
        if onward is None or total_m > LONGEST_M[kind]:
            return chain[::-1]
        row, entered = onward
        tip = -1 if entered == 0 else 0
        free.discard(row)
        chain = [*chain, row]


def _onward(
    stretches: _Stretches, ends: Ends, free: set[int], at: tuple[int, int]
) -> tuple[int, int] | None:
    """Return the free stretch of the same kind and district that bends least, if little enough."""
    row, tip = at
    heading = _heading(stretches.lines[row], tip, out=True)
    best, best_bend = None, np.radians(BEND_LIMIT_DEG)
    for other, end in ends[tuple(stretches.lines[row].coords[tip])]:
        alike = stretches.kinds[other] == stretches.kinds[row]
        if other not in free or not alike or stretches.districts[other] != stretches.districts[row]:
            continue
        turn = _heading(stretches.lines[other], end, out=False) - heading
        bend = abs((turn + np.pi) % (2 * np.pi) - np.pi)
        if bend < best_bend:
            best, best_bend = (other, end), bend
    return best


def _heading(line: shapely.LineString, end: int, *, out: bool) -> float:
    """Return the direction in which a line leaves (or from an end enters) over its last third."""
    near = np.array(line.coords[end])
    far = np.array(line.interpolate(0.33 if end == 0 else 0.67, normalized=True).coords[0])
    step = near - far if out else far - near
    return float(np.arctan2(step[1], step[0] * 0.884))


def _joined(lines: Geometries) -> shapely.LineString:
    merged: Any = shapely.line_merge(shapely.multilinestrings(list(lines)))
    return max(shapely.get_parts(merged), key=lambda part: part.length)


def _lanes(towns: _Towns, row: int) -> list[shapely.LineString]:
    """Return the grid lines nearest to a community's middle, one in each direction."""
    shape, plane = towns.shapes[row], Plane(METRE_SRID)
    box = plane.to_metres(shapely.get_coordinates(shape))
    low, high = box.min(axis=0), box.max(axis=0)
    middle = np.round((low + high) / 2 / LANE_GRID_M) * LANE_GRID_M
    found = []
    for axis in (0, 1):
        steps = np.arange(low[axis], high[axis] + LANE_GRID_M, LANE_GRID_M)
        across = np.full_like(steps, middle[1 - axis])
        track = np.column_stack([steps, across] if axis == 0 else [across, steps])
        inside = shapely.intersection(shapely.LineString(plane.to_ticks(track)), shape)
        lines = [part for part in shapely.get_parts(inside) if part.geom_type == "LineString"]
        if lines:
            found.append(max(lines, key=lambda line: line.length))
    return found
