"""Numbering the cells of an area anew by the rule."""

from __future__ import annotations

import numpy as np

from gis_core.geometry import from_ticks
from grids.drafts.errors import NothingChanged
from grids.drafts.numbering import numbers_of
from grids.editing.patch import Patch, home_by_code
from grids.editing.pieces import cells_of, numbered
from grids.editing.recording import Command, Outcome, write
from grids.editing.rows import Row
from grids.models import Generation


def renumber(generation: Generation, command: Command) -> Outcome:
    """Number the cells of `area`, a community or a street that has none."""
    return renumber_home(generation, home_by_code(generation, command["area"]))


def renumber_home(generation: Generation, home: Row) -> Outcome:
    cells = cells_of(generation, home)
    shapes = from_ticks(np.array([cell.shape for cell in cells]))
    patch = Patch(generation)
    if not cells:
        raise NothingChanged
    numbers = numbers_of(shapes, generation.city.metre_srid)
    for cell, number in zip(cells, numbers, strict=True):
        patch.before[cell.id] = cell
        patch.put(numbered(generation, cell, home, int(number)))
    return write(patch)
