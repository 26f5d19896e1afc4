"""Mending a finding by the repair that is safe for it, in one call."""

from __future__ import annotations

import numpy as np
import shapely

from gis_core.geometry import to_ticks
from grids.checks import Finding
from grids.drafts.errors import FindingUnknown, NoRepair
from grids.drafts.findings import findings_of
from grids.drafts.found import Found, Repair
from grids.editing.holding import check_holds
from grids.editing.patch import Patch, cells_by_code, home_by_code, home_by_key
from grids.editing.recording import Command, Outcome, write
from grids.editing.rows import Row
from grids.editing.topology import share_vertices
from grids.editing.verbs.numbers import renumber_home
from grids.models import Generation


def repair(generation: Generation, command: Command) -> Outcome:
    """Mend the finding with this id. Raises FindingUnknown, NoRepair, WouldBreak."""
    wanted = command["finding"]
    for each in findings_of(generation):
        if each.id == wanted:
            return _mend(generation, each)
    raise FindingUnknown(what=wanted)


def _mend(generation: Generation, finding: Found) -> Outcome:
    match finding.repair:
        case Repair.RENUMBER:
            return renumber_home(generation, _home(generation, finding))
        case Repair.SNAP_VERTICES:
            return _snap(generation, finding)
        case Repair.FILL_SLIVER:
            return _fill(generation, finding)
        case Repair.DROP_OVERLAP:
            return _drop(generation, finding)
        case _:
            raise NoRepair


def _home(generation: Generation, finding: Found) -> Row:
    if finding.kind == Finding.NUMBERING:
        return home_by_code(generation, finding.code)
    (cell,) = cells_by_code(generation, [finding.code])
    return home_by_key(generation, cell)


def _patch_around(generation: Generation, codes: list[str]) -> tuple[Patch, list[Row]]:
    cells = cells_by_code(generation, codes)
    patch = Patch(generation)
    for cell in cells:
        patch.look_at(cell.shape.bounds)
    return patch, [patch.rows[cell.id] for cell in cells]


def _finish(patch: Patch, touched: list[Row]) -> Outcome:
    share_vertices(patch, [row.id for row in touched])
    check_holds(patch, gaps=False)
    return write(patch)


def _snap(generation: Generation, finding: Found) -> Outcome:
    """Give the vertices of each cell to the border of the other."""
    patch, cells = _patch_around(generation, [finding.code, finding.other])
    return _finish(patch, cells)


def _fill(generation: Generation, finding: Found) -> Outcome:
    """Give a gap to the cell of its area that borders it longest."""
    home = home_by_code(generation, finding.code)
    patch = Patch(generation)
    gap: shapely.Polygon = to_ticks(finding.shape)[()]
    patch.look_at(gap.bounds)
    beside = [(_border(cell, gap), cell.code, cell) for cell in patch.cells_in(home.id)]
    if not beside or max(beside)[0] <= 0:
        raise NoRepair
    cell = max(beside, key=lambda each: (each[0], each[1]))[2]
    patch.look_at(cell.shape.bounds)
    whole = shapely.union(cell.shape, gap.buffer(0), grid_size=1.0)
    patch.put(cell.shaped(_largest(whole)))
    return _finish(patch, [cell])


def _border(cell: Row, gap: shapely.Geometry) -> float:
    """Ticks of the gap's border along the cell; ends may be off by noding."""
    return float(shapely.length(shapely.intersection(gap.boundary, cell.shape.buffer(1.0))))


def _drop(generation: Generation, finding: Found) -> Outcome:
    """Let the lower code keep what two cells claim, or a cell keep inside its area."""
    codes = [finding.code, finding.other] if finding.kind == Finding.OVERLAP else [finding.code]
    patch, cells = _patch_around(generation, codes)
    loser = max(cells, key=lambda cell: cell.code)
    if finding.kind == Finding.OVERLAP:
        keeper = min(cells, key=lambda cell: cell.code)
        rest = shapely.difference(loser.shape, keeper.shape, grid_size=1.0)
    else:
        home = home_by_key(generation, loser)
        rest = shapely.intersection(loser.shape, home.shape, grid_size=1.0)
    patch.put(loser.shaped(_largest(rest)))
    return _finish(patch, cells)


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the largest polygon; a crumb that is cut off becomes a gap, and a finding."""
    parts = np.atleast_1d(shapely.get_parts(shape))
    return parts[int(shapely.area(parts).argmax())]
