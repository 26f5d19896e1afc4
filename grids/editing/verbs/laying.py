"""Building cells: squares of one size over an area, or blocks between lines such as roads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gis_core.errors import Words
from gis_core.geometry import Geometries, from_ticks, to_ticks
from gis_core.srid import WGS84
from grids.build import MIN_SHARE, MIN_WIDTH_SHARE, grid_lines, lay_cells
from grids.codes import LAST_SEQUENCE, TooManyCells
from grids.drafts.errors import BadShape
from grids.drafts.numbering import numbers_of
from grids.editing.holding import check_holds
from grids.editing.patch import Patch, home_by_code
from grids.editing.pieces import cells_of, fresh_numbers, merged_pieces, new_cell, numbered
from grids.editing.recording import Command, Outcome, write
from grids.editing.rows import Row
from grids.editing.shapes import cut, line_of, polygon_of
from grids.editing.topology import share_vertices
from grids.models import Generation
from grids.plane import Plane

MIN_BLOCK_M2 = 400.0
"""A traffic island or a verge between two carriageways is smaller; it joins its neighbour."""

OUTSIDE = Words("outside", "它不在该社区之内", "it does not reach into that community")


def lay(generation: Generation, command: Command) -> Outcome:
    """Lay squares of `size_m` over a community, or over the part of it inside `polygon`."""
    home = home_by_code(generation, command["community"])
    size_m = float(command["size_m"])
    _check_count(home, size_m, generation)
    if command.get("polygon") is None:
        shapes = _squares(home, size_m, generation)
        numbers = numbers_of(from_ticks(shapes), generation.city.metre_srid, size_m)
        return _put_all(generation, home, shapes, numbers)
    return _lay_inside(generation, home, size_m, polygon_of(command["polygon"]))


def blocks(generation: Generation, command: Command) -> Outcome:
    """Make each block between `lines` a cell of the community, in place of the ones it has."""
    home = home_by_code(generation, command["community"])
    pieces = cut(home.shape, line_of(command["lines"]))
    least_m2 = float(command.get("min_area_m2") or MIN_BLOCK_M2)
    plane = Plane(generation.city.metre_srid)
    shapes, _ = merged_pieces(
        pieces,
        plane,
        min_area_m2=least_m2,
        min_width_m=MIN_WIDTH_SHARE * least_m2**0.5,
        part=np.zeros(len(pieces), dtype=np.intp),
    )
    numbers = numbers_of(from_ticks(shapes), generation.city.metre_srid)
    return _put_all(generation, home, shapes, numbers)


def _check_count(home: Row, size_m: float, generation: Generation) -> None:
    """Refuse before a million squares are laid."""
    area_m2 = float(Plane(generation.city.metre_srid).area_m2(np.array([home.shape]))[0])
    about = int(area_m2 / size_m**2)
    if about > LAST_SEQUENCE:
        raise TooManyCells(area=home.code, sequence=about, limit=LAST_SEQUENCE)


def _squares(home: Row, size_m: float, generation: Generation) -> Geometries:
    """Return squares of a whole area in ticks."""
    area = gpd.GeoDataFrame({"code": [home.code]}, geometry=[from_ticks(home.shape)[()]], crs=WGS84)
    cells = lay_cells(area, size_m, generation.city.metre_srid)
    return to_ticks(cells.geometry.to_numpy())


def _put_all(
    generation: Generation, home: Row, shapes: Geometries, numbers: Iterable[int]
) -> Outcome:
    """Replace every cell of a home."""
    patch = Patch(generation)
    patch.look_at(home.shape.bounds)
    old = patch.cells_in(home.id)
    rural = bool(old) and all(row.facts["rural"] for row in old)
    for row in old:
        patch.remove(row)
    added = [
        numbered(generation, new_cell(home, shape, rural=rural), home, int(number))
        for shape, number in zip(shapes, numbers, strict=True)
    ]
    return _finish(patch, added)


def _finish(patch: Patch, added: list[Row]) -> Outcome:
    for row in added:
        patch.put(row)
    share_vertices(patch, [row.id for row in added])
    check_holds(patch)
    return write(patch)


def _lay_inside(
    generation: Generation, home: Row, size_m: float, polygon: shapely.Geometry
) -> Outcome:
    """Squares inside the polygon; what it leaves of the cells that it cuts stays as they were."""
    patch = Patch(generation)
    patch.look_at(home.shape.bounds)
    shapely.prepare(polygon)
    old = [row for row in patch.cells_in(home.id) if _overlaps(polygon, row.shape)]
    if not old:
        raise BadShape(reason=OUTSIDE)
    shapes, inside = _cut_up(generation, old, polygon, size_m)
    for row in old:
        patch.remove(row)
    kept, loose = _left_over(old, shapes[~inside])
    rural = all(row.facts["rural"] for row in old)
    fresh = [new_cell(home, shape, rural=rural) for shape in [*loose, *shapes[inside]]]
    staying = [row for row in cells_of(generation, home) if row.id not in {o.id for o in old}]
    free = fresh_numbers(row.facts["sequence"] for row in [*staying, *kept])
    named = [numbered(generation, row, home, n) for row, n in zip(fresh, free, strict=False)]
    return _finish(patch, [*kept, *named])


def _overlaps(polygon: shapely.Geometry, shape: shapely.Geometry) -> bool:
    return bool(shapely.relate_pattern(polygon, shape, "T********"))


def _cut_up(
    generation: Generation, old: list[Row], polygon: shapely.Geometry, size_m: float
) -> tuple[Geometries, Any]:
    """Return the pieces of the old cells in ticks, and which of them lie in the polygon."""
    plane = Plane(generation.city.metre_srid)
    given = np.array([row.shape for row in old])
    ground = shapely.coverage_union_all(given)
    window = shapely.intersection(polygon, ground)
    outside = shapely.difference(shapely.union_all(shapely.boundary(given)), window)
    lines = [grid_lines(window, size_m, plane), shapely.boundary(polygon), outside]
    pieces = cut(ground, shapely.union_all(lines))
    inside = shapely.intersects(polygon, shapely.point_on_surface(pieces))
    merged, part = merged_pieces(
        pieces,
        plane,
        min_area_m2=MIN_SHARE * size_m**2,
        min_width_m=MIN_WIDTH_SHARE * size_m,
        part=inside.astype(np.intp),
    )
    return merged, part == 1


def _left_over(old: list[Row], shapes: Geometries) -> tuple[list[Row], list[shapely.Geometry]]:
    """Return old cells in what is left of them, and pieces whose old cell lives on in another."""
    given = np.array([row.shape for row in old])
    kept: dict[Any, Row] = {}
    loose = []
    for shape in sorted(shapes, key=shapely.area, reverse=True):
        row = old[int(shapely.area(shapely.intersection(given, shape)).argmax())]
        if row.id in kept:
            loose.append(shape)
        else:
            kept[row.id] = row.shaped(shape)
    return list(kept.values()), loose
