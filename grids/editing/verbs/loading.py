"""Shapes as somebody drew them elsewhere: taken as they are, for the checks to judge."""

from __future__ import annotations

from gis_core.errors import Words
from grids.drafts.errors import BadShape
from grids.editing.patch import Patch, cells_by_code
from grids.editing.recording import Command, Outcome, write
from grids.editing.shapes import polygon_of
from grids.models import Generation

DOUBLED = Words("doubled", "同一编码出现两次", "one code comes twice")


def load(generation: Generation, command: Command) -> Outcome:
    """Replace the shapes of `cells` by code; what no longer fits shows among the findings."""
    given = {each["code"]: polygon_of(each["geometry"]) for each in command["cells"]}
    if len(given) < len(command["cells"]):
        raise BadShape(reason=DOUBLED)
    patch = Patch(generation)
    for cell in cells_by_code(generation, given):
        patch.before[cell.id] = cell
        patch.put(cell.shaped(given[cell.code]))
    return write(patch)
