"""Giving cells to another community (or street); every area above follows."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any
from uuid import UUID

import numpy as np
import shapely

from gis_core.errors import Words
from grids.drafts.errors import BadShape, WouldBreak
from grids.editing.holding import check_holds
from grids.editing.patch import Patch, cells_by_code, home_by_code
from grids.editing.pieces import cells_of, fresh_numbers, numbered
from grids.editing.recording import Command, Outcome, write
from grids.editing.rows import Level, Row
from grids.editing.topology import share_vertices
from grids.models import Generation

EMPTIED = Words(
    "area_emptied",
    "{code} 将没有任何网格；街道和区不能这样清空",
    "{code} would have no cell left; a street or a district cannot be emptied like this",
)
OTHER_KIND = Words(
    "other_kind",
    "网格只能划归同一级的区域",
    "cells go from community to community, or from street to street where there are none",
)


def assign(generation: Generation, command: Command) -> Outcome:
    """Give `cells` to `community`; a community that has none left goes."""
    target = home_by_code(generation, command["community"])
    cells = cells_by_code(generation, command["cells"])
    patch = Patch(generation)
    patch.look_at(tuple(shapely.total_bounds([cell.shape for cell in cells])))
    patch.look_at(target.shape.bounds)
    moving = [patch.rows[cell.id] for cell in cells if cell.home != target.id]
    for home in {cell.home for cell in moving if cell.home}:
        _move_ground(patch, patch.rows[home], target, [c for c in moving if c.home == home])
    used = (row.facts["sequence"] for row in cells_of(generation, target))
    for cell, number in zip(moving, fresh_numbers(used), strict=False):
        patch.put(numbered(generation, _at_home(cell, target), target, number))
    share_vertices(patch, [key for key, row in patch.rows.items() if _reshaped(patch, row)])
    _drop_empty(patch, generation, moving)
    check_holds(patch)
    return write(patch)


def _at_home(cell: Row, target: Row) -> Row:
    community = target.level is Level.COMMUNITY
    return cell.saying(
        street_id=target.facts["street_id"] if community else target.id,
        community_id=target.id if community else None,
    )


def _move_ground(patch: Patch, source: Row, target: Row, cells: list[Row]) -> None:
    """Take the cells' ground from the source and the areas above it, and give it to the target's.

    Areas that both lie in stay as they are.
    """
    if source.level is not target.level:
        raise BadShape(reason=OTHER_KIND)
    ground = shapely.coverage_union_all(np.array([cell.shape for cell in cells]))
    for loser, winner in zip_longest(_line(patch, source.id), _line(patch, target.id)):
        if loser.id == winner.id:
            break
        left = shapely.difference(loser.shape, ground)
        patch.put(loser.shaped(_areal(left)))
        patch.put(winner.shaped(_areal(shapely.union(winner.shape, ground))))


def _line(patch: Patch, key: UUID) -> list[Row]:
    """Return the area and those above it."""
    row = patch.rows[key]
    return [row, *(_line(patch, row.home) if row.home else [])]


def _areal(shape: shapely.Geometry) -> Any:
    parts = np.atleast_1d(shapely.get_parts(shape))
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])


def _reshaped(patch: Patch, row: Row) -> bool:
    was = patch.before.get(row.id)
    return was is not None and was.shape is not row.shape


def _drop_empty(patch: Patch, generation: Generation, moved: list[Row]) -> None:
    """Remove communities whose last cell has gone, and refuse to empty more than that."""
    gone = {cell.id for cell in moved}
    for home in {cell.home for cell in moved if cell.home}:
        row = patch.rows[home]
        if any(cell.id not in gone for cell in cells_of(generation, row)):
            continue
        if row.level is not Level.COMMUNITY or not row.shape.is_empty:
            raise _emptied(row)
        patch.remove(row)
    for row in patch.rows.values():
        if row.level is not Level.CELL and row.shape.is_empty:
            raise _emptied(row)


def _emptied(row: Row) -> WouldBreak:
    words = Words(EMPTIED.code, EMPTIED.zh.format(code=row.code), EMPTIED.en.format(code=row.code))
    return WouldBreak(reason=words)
