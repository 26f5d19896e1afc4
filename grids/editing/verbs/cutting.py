"""Splitting a cell by a line, and merging neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from gis_core.errors import Words
from grids.drafts.errors import CellsApart, LineDoesNotCut, WouldBreak
from grids.editing.holding import check_holds
from grids.editing.patch import Patch, cells_by_code, home_by_key
from grids.editing.pieces import (
    MIN_PIECE_M2,
    cells_of,
    fresh_numbers,
    numbered,
    put_in_place,
)
from grids.editing.recording import Command, Outcome, write
from grids.editing.shapes import cut, line_of
from grids.editing.topology import share_vertices
from grids.models import Generation
from grids.plane import Plane

SLIVER = Words(
    "sliver_left",
    f"会留下不足 {MIN_PIECE_M2:.0f} 平方米的碎块",
    f"a piece of less than {MIN_PIECE_M2:.0f} m² would be left",
)


def split(generation: Generation, command: Command) -> Outcome:
    """Split `cell` along `line`; the largest piece keeps the code, the others get free numbers."""
    (cell,) = cells_by_code(generation, [command["cell"]])
    pieces = cut(cell.shape, line_of(command["line"]))
    if len(pieces) < 2:
        raise LineDoesNotCut(cell=cell.code)
    if Plane(generation.city.metre_srid).area_m2(pieces).min() < MIN_PIECE_M2:
        raise WouldBreak(reason=SLIVER)
    patch = Patch(generation)
    patch.look_at(cell.shape.bounds)
    kept, *added = put_in_place(patch, [patch.rows[cell.id]], pieces)
    home = home_by_key(generation, cell)
    used = (row.facts["sequence"] for row in cells_of(generation, home))
    for row, number in zip(added, fresh_numbers(used), strict=False):
        patch.put(numbered(generation, row, home, number))
    share_vertices(patch, [row.id for row in (kept, *added)])
    check_holds(patch)
    return write(patch)


def merge(generation: Generation, command: Command) -> Outcome:
    """Merge `cells` of one community that meet along borders; the largest keeps its code."""
    cells = cells_by_code(generation, command["cells"])
    shapes: Any = np.array([cell.shape for cell in cells])
    whole = shapely.coverage_union_all(shapes)
    together = shapely.get_parts(whole)
    if len(cells) < 2 or len({cell.home for cell in cells}) > 1 or len(together) > 1:
        raise CellsApart(codes=", ".join(cell.code for cell in cells))
    patch = Patch(generation)
    patch.look_at(whole.bounds)
    cells.sort(key=lambda cell: (-shapely.area(cell.shape), cell.code))
    (kept,) = put_in_place(patch, [patch.rows[cell.id] for cell in cells], together)
    share_vertices(patch, [kept.id])
    check_holds(patch)
    return write(patch)
