"""The part of a draft that an edit looks at, and what the edit makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import Polygon
from django.db.models import Q

from gis_core.geometry import TICKS_PER_DEGREE
from gis_core.srid import WGS84
from grids.drafts.errors import AreaUnknown, CellUnknown
from grids.editing.rows import COLUMNS, Level, Row
from grids.models import Cell, Community, District, Generation, Street

MODELS: Final[Mapping[Level, Any]] = {
    Level.DISTRICT: District,
    Level.STREET: Street,
    Level.COMMUNITY: Community,
    Level.CELL: Cell,
}
REACH_TICKS = 3
"""Rows this near to what an edit touches may share a vertex with it."""


@dataclass
class Patch:
    """Rows by key: as they were (`before`) and as the edit leaves them (`rows`)."""

    generation: Generation
    before: dict[UUID, Row] = field(default_factory=dict)
    rows: dict[UUID, Row] = field(default_factory=dict)

    def look_at(self, bounds: tuple[float, float, float, float]) -> None:
        """Load what lies within reach of a box in ticks, unless it is here already."""
        west, south, east, north = (
            (edge + reach) / TICKS_PER_DEGREE
            for edge, reach in zip(bounds, (-REACH_TICKS,) * 2 + (REACH_TICKS,) * 2, strict=True)
        )
        window = Polygon.from_bbox((west, south, east, north))
        window.srid = WGS84
        for level in Level:
            self._take(read_rows(self.generation, level, Q(geom__bboverlaps=window)))

    def _take(self, found: Iterable[Row]) -> None:
        for row in found:
            if row.id not in self.before:
                self.before[row.id] = row
                self.rows.setdefault(row.id, row)

    def of(self, level: Level) -> list[Row]:
        return [row for row in self.rows.values() if row.level is level]

    def put(self, row: Row) -> None:
        self.rows[row.id] = row

    def remove(self, row: Row) -> None:
        del self.rows[row.id]

    def cells_in(self, home: UUID) -> list[Row]:
        return [row for row in self.of(Level.CELL) if row.home == home]

    def changed(self) -> Iterator[tuple[Row | None, Row | None]]:
        """Every row that the edit touches, as (before, after); None where it is not there."""
        for key in {**self.before, **self.rows}:
            was, now = self.before.get(key), self.rows.get(key)
            if was is not now and (was is None or now is None or _differ(was, now)):
                yield was, now


def _differ(was: Row, now: Row) -> bool:
    same = dict(was.facts) == dict(now.facts) and shapely.equals_exact(was.shape, now.shape)
    return not same


def read_rows(generation: Generation, level: Level, which: Q) -> Iterator[Row]:
    columns = tuple(COLUMNS[level])
    rows = MODELS[level]._default_manager.filter(which, generation=generation)
    for id, wkb, *facts in rows.order_by("code").values_list("id", AsWKB("geom"), *columns):
        yield Row.read(level, id, dict(zip(columns, facts, strict=True)), bytes(wkb))


def cells_by_code(generation: Generation, codes: Iterable[str]) -> list[Row]:
    """Return these cells in the order of the codes, or raise CellUnknown."""
    wanted = list(dict.fromkeys(codes))
    found = {row.code: row for row in read_rows(generation, Level.CELL, Q(code__in=wanted))}
    missing = [code for code in wanted if code not in found]
    if missing or not wanted:
        raise CellUnknown(codes=", ".join(missing[:10]))
    return [found[code] for code in wanted]


def home_by_code(generation: Generation, code: str) -> Row:
    """Return the community, or the street where no community has the code; or AreaUnknown."""
    for level in (Level.COMMUNITY, Level.STREET):
        for row in read_rows(generation, level, Q(code=code)):
            return row
    raise AreaUnknown(area=code)


def home_by_key(generation: Generation, cell: Row) -> Row:
    """Return the community of a cell, or its street where it has none."""
    level = Level.COMMUNITY if cell.facts["community_id"] else Level.STREET
    (home,) = read_rows(generation, level, Q(pk=cell.home))
    return home
