"""What a new generation of the network does to duty, and carrying duty over into it.

A new cell belongs to whoever had the ground of its inner point. Nothing is carried by itself: who
walks where is a decision, so an analyst reads what is affected first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from departments.duty_editing import end, require_editor, union_of
from departments.duty_errors import DutyDatesWrong
from departments.models import DutyGrid
from gis_core.actor import Actor
from gis_core.db.functions import InnerPoint
from gis_core.ids import uuid7
from grids.models import Cell, City, Generation


class Change(StrEnum):
    """What became of a cell."""

    RECODED = "recoded"  # the same ground under another code
    MOVED = "moved"  # one cell still, with another border
    SPLIT = "split"  # several cells
    MERGED = "merged"  # part of a cell that somebody else's ground is the heart of
    GONE = "gone"  # no cell stands there any more


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of the old generation, what became of it, the new cells on its ground."""

    code: str
    change: Change
    into: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridChange:
    """A duty grid as a new generation leaves it: `cells` are the new ones it would hold."""

    grid: DutyGrid
    kept: int
    changed: tuple[CellChange, ...]
    cells: frozenset[str]


@dataclass(frozen=True)
class Succession:
    """Which cells of one generation stand on the ground of which of another.

    Attributes:
        heirs: old code -> the new cells whose inner point it holds, ascending.
        same: pairs (old code, new code) of exactly the same ground.
        over: old code -> the new cell that stands over its inner point.
    """

    heirs: Mapping[str, tuple[str, ...]]
    same: frozenset[tuple[str, str]]
    over: Mapping[str, str]

    @classmethod
    def between(cls, old: Generation, new: Generation) -> Succession:
        """Read both generations, in two queries."""
        ground = Cell.objects.filter(generation=old).order_by("code")
        heirs: dict[str, list[str]] = defaultdict(list)
        same = set()
        for code, home, is_same in _over(new, ground):
            heirs[home].append(code)
            if is_same:
                same.add((home, code))
        later = Cell.objects.filter(generation=new).order_by("code")
        over = {code: found for code, found, _ in _over(old, later)}
        return cls(
            {code: tuple(sorted(found)) for code, found in heirs.items()}, frozenset(same), over
        )

    def cells_of(self, codes: Iterable[str]) -> frozenset[str]:
        """Return the new cells on the ground of these old ones."""
        return frozenset(heir for code in codes for heir in self.heirs.get(code, ()))

    def spread(self, counts: Mapping[str, int]) -> Counter[str]:
        """Return counts of old cells as those of the new ones on their ground, in equal parts."""
        spread: Counter[str] = Counter()
        for code, count in counts.items():
            heirs = self.heirs.get(code) or tuple(filter(None, [self.over.get(code)]))
            for place, heir in enumerate(heirs):
                spread[heir] += count // len(heirs) + (place < count % len(heirs))
        return spread

    def change_of(self, code: str) -> CellChange | None:
        """Return what became of a cell, or None where it is what it was."""
        heirs = self.heirs.get(code, ())
        if len(heirs) > 1:
            return CellChange(code, Change.SPLIT, heirs)
        if not heirs:
            found = self.over.get(code)
            return CellChange(code, *((Change.MERGED, (found,)) if found else (Change.GONE, ())))
        if (code, heirs[0]) not in self.same:
            return CellChange(code, Change.MOVED, heirs)
        return None if heirs == (code,) else CellChange(code, Change.RECODED, heirs)


def _over(generation: Generation, ground: QuerySet[Cell]) -> Iterable[tuple[str, str, bool]]:
    """Return each cell's code, the code of the ground that holds its inner point (the lowest), and
    whether that ground is exactly its own."""
    holds = ground.filter(geom__intersects=InnerPoint(OuterRef("geom")))
    equal = holds.filter(geom__equals=OuterRef("geom"))
    rows: Any = Cell.objects.filter(generation=generation).order_by("code")
    rows = rows.annotate(home=Subquery(holds.values("code")[:1]), same=Exists(equal))
    return [row for row in rows.values_list("code", "home", "same") if row[1] is not None]


def affected(city: City, generation: Generation, at: datetime) -> list[GridChange]:
    """Return every duty grid in force at `at` that was drawn on another generation than this."""
    grids = DutyGrid.objects.of(city).valid_at(at).exclude(generation=generation)
    wanted = grids.select_related("generation", "shift").defer("geom", "geom_3857")
    known: dict[UUID, Succession] = {}
    return [_changed(grid, generation, known) for grid in wanted]


def _changed(grid: DutyGrid, generation: Generation, known: dict[UUID, Succession]) -> GridChange:
    if grid.generation_id not in known:
        known[grid.generation_id] = Succession.between(grid.generation, generation)
    succession = known[grid.generation_id]
    found = [succession.change_of(code) for code in grid.cell_codes]
    changed = tuple(change for change in found if change is not None)
    return GridChange(
        grid=grid,
        kept=len(found) - len(changed),
        changed=changed,
        cells=succession.cells_of(grid.cell_codes),
    )


@transaction.atomic
def carry(
    *, city: City, actor: Actor, generation: Generation, begins: datetime, at: datetime
) -> list[GridChange]:
    """End every duty grid of other generations at `begins` and begin it anew on this one's cells.

    A grid that no cell is left of only ends. Once it is done, doing it again changes nothing.

    Raises:
        DutyNotYours: no post of the actor holds the verb.
        DutyDatesWrong: `begins` is in the past, or the generation is not in force by then.
    """
    require_editor(actor, city)
    if begins < at or generation.valid_from is None or generation.valid_from > begins:
        raise DutyDatesWrong
    changes = affected(city, generation, begins)
    for change in changes:
        old = change.grid
        lasts, until = bool(change.cells), old.valid_to
        end(old, begins)
        if lasts:
            _anew(old, generation, change.cells, begins, until)
    return changes


def _anew(
    old: DutyGrid,
    generation: Generation,
    cells: frozenset[str],
    begins: datetime,
    until: datetime | None,
) -> None:
    DutyGrid.objects.create(
        id=uuid7(),
        city_id=old.city_id,
        generation=generation,
        code=old.code,
        name=old.name,
        shift_id=old.shift_id,
        collector_id=old.collector_id,
        organization_id=old.organization_id,
        cell_codes=sorted(cells),
        geom=union_of(generation, cells),
        valid_from=begins,
        valid_to=until,
        generated=old.generated,
    )
