"""New cells in the place of old ones: who keeps the old key, and which numbers are free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import shapely
from django.db.models import Q

from gis_core.geometry import Geometries, metres_per_tick, shared_edges
from gis_core.ids import uuid7
from grids.build import dissolved
from grids.codes import LAST_SEQUENCE, cell_code
from grids.editing.patch import Patch, read_rows
from grids.editing.rows import Level, Row
from grids.models import Generation
from grids.plane import Plane
from grids.slivers import Pieces, merged_groups

MIN_PIECE_M2 = 10.0
"""A smaller piece is a slip of the hand at a corner."""


def home_filter(home: Row) -> Q:
    """Return the condition for the cells right below a community, or below a street without any."""
    if home.level is Level.COMMUNITY:
        return Q(community_id=home.id)
    return Q(street_id=home.id, community_id=None)


def cells_of(generation: Generation, home: Row) -> list[Row]:
    return list(read_rows(generation, Level.CELL, home_filter(home)))


def fresh_numbers(used: Iterable[int]) -> Iterator[int]:
    """Yield numbers that no cell of an area has: behind the last one, then what was left out."""
    taken = set(used)
    last = max(taken, default=0)
    yield from range(last + 1, LAST_SEQUENCE + 1)
    yield from (number for number in range(1, last) if number not in taken)
    yield LAST_SEQUENCE + 1


def numbered(generation: Generation, row: Row, home: Row, number: int) -> Row:
    """Return the cell with this number of its home; raises TooManyCells."""
    code = cell_code(generation.city.code_scheme, home.code, number)
    return row.saying(sequence=number, code=code)


def new_cell(home: Row, shape: shapely.Geometry, *, rural: bool) -> Row:
    """Return a cell of a community or street that has no number yet."""
    community = home.level is Level.COMMUNITY
    facts = {
        "code": "",
        "sequence": 0,
        "area_m2": 0.0,
        "rural": rural,
        "generated": False,
        "street_id": home.facts["street_id"] if community else home.id,
        "community_id": home.id if community else None,
    }
    return Row(Level.CELL, uuid7(), facts, shape)


def put_in_place(patch: Patch, old: list[Row], shapes: Iterable[shapely.Geometry]) -> list[Row]:
    """Put pieces in the place of one or more cells of one home; return the rows.

    The largest piece keeps the key and the number of the first old cell.
    """
    first, *rest = old
    largest, *others = sorted(shapes, key=shapely.area, reverse=True)
    for row in rest:
        patch.remove(row)
    kept = first.shaped(largest)
    added = [Row(Level.CELL, uuid7(), first.facts, shape) for shape in others]
    for row in (kept, *added):
        patch.put(row)
    return [kept, *added]


def merged_pieces(
    pieces: Geometries, plane: Plane, *, min_area_m2: float, min_width_m: float, part: np.ndarray
) -> tuple[Geometries, np.ndarray]:
    """Merge faces (ticks) that are too small or too thin into neighbours of the same part.

    Returns the polygons and the part of each.
    """
    in_metres = plane.in_metres(pieces)
    latitude = shapely.bounds(pieces)[:, 1::2].mean() / 10_000_000
    measured = Pieces(
        part,
        shapely.area(in_metres),
        shapely.length(in_metres),
        shared_edges(pieces, metres_per_tick(latitude)),
    )
    limits = np.ones(len(pieces))
    group = merged_groups(measured, limits * min_area_m2, limits * min_width_m)
    return dissolved(pieces, group, part)
