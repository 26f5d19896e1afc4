"""Who could look after which cells: a proposal with its reasons, made from the load of each cell.

The loads come from above (`cases.duty_loads`), because this room does not know cases. Shapely works
inside this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import numpy as np
import shapely

from departments.balance import Patch, dealt, is_connected
from gis_core.errors import DomainError
from gis_core.geometry import metres_per_tick, shared_edges, to_ticks
from grids.models import Cell, Generation

CELLS_AT_MOST: Final = 10_000
"""A district of cells of 100 m; more is dealt out district by district."""

WALK_LOAD: Final = 1.0
"""What a cell costs beside its cases: it is walked through also where nothing is found, which
counts as much as one case."""


class NothingToDeal(DomainError):
    code = "duty_nothing_to_deal"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    zh = (
        "这里有 {cells} 个单元网格，要分给 {collectors} 名采集员；"
        "网格须不少于人数，且不多于 {most}。"
    )
    en = (
        "There are {cells} cells here for {collectors} collectors; there must be no fewer cells "
        "than people, and at most {most}."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What one collector would look after.

    `load`: cases of the period plus the walk; `share`: the load beside the mean, 1.0 = the mean.
    `geometry`: GeoJSON.
    """

    number: int
    cells: tuple[str, ...]
    streets: tuple[str, ...]
    cases: int
    load: float
    share: float
    connected: bool
    geometry: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Beats, the heaviest first."""

    beats: tuple[Beat, ...]

    @property
    def heaviest(self) -> float:
        return max(beat.share for beat in self.beats)

    @property
    def lightest(self) -> float:
        return min(beat.share for beat in self.beats)

    @property
    def reason_zh(self) -> str:
        cells, cases = self._sums()
        return (
            f"{cells} 个单元网格、期间案件 {cases} 件，分给 {len(self.beats)} 人："
            f"最重者为平均的 {self.heaviest:.0%}，最轻者 {self.lightest:.0%}；"
            f"{self._loose()} 个责任网格不相连"
        )

    @property
    def reason_en(self) -> str:
        cells, cases = self._sums()
        return (
            f"{cells} cells with {cases} cases in the period for {len(self.beats)} people: the "
            f"heaviest beat has {self.heaviest:.0%} of the mean, the lightest {self.lightest:.0%}; "
            f"{self._loose()} do not hang together"
        )

    def _sums(self) -> tuple[int, int]:
        return sum(len(b.cells) for b in self.beats), sum(b.cases for b in self.beats)

    def _loose(self) -> int:
        return sum(not beat.connected for beat in self.beats)


@dataclass(frozen=True)
class _Ground:
    codes: Sequence[str]
    streets: Sequence[str]
    shapes: Any


def propose(
    generation: Generation, *, district: str, street: str, collectors: int, cases: Mapping[str, int]
) -> Proposal:
    """Deal the cells of a district or street out by the number of cases that each had.

    Args:
        district, street: codes; empty = not narrowed by it.
        cases: by the code of a cell in this generation; a cell that is not there had none.

    Raises:
        NothingToDeal: fewer cells than collectors, or too many cells.
    """
    ground = _ground(generation, district, street)
    if not 1 <= collectors <= len(ground.codes) <= CELLS_AT_MOST:
        raise NothingToDeal(cells=len(ground.codes), collectors=collectors, most=CELLS_AT_MOST)
    counts = np.array([cases.get(code, 0) for code in ground.codes])
    patch = _patch(ground, counts + WALK_LOAD)
    owner = dealt(patch, collectors)
    members = [np.flatnonzero(owner == number) for number in range(collectors)]
    members.sort(key=lambda cells: (-patch.load[cells].sum(), ground.codes[cells[0]]))
    mean = patch.load.sum() / collectors
    beats = [_beat(n, cells, ground, patch, counts, mean) for n, cells in enumerate(members, 1)]
    return Proposal(beats=tuple(beats))


def _ground(generation: Generation, district: str, street: str) -> _Ground:
    rows = Cell.objects.filter(generation=generation).order_by("code")
    rows = rows.filter(street__district__code=district) if district else rows
    rows = rows.filter(street__code=street) if street else rows
    found = list(rows.values_list("code", "street__name", "geom"))
    shapes = shapely.from_wkb([bytes(geom.wkb) for _, _, geom in found])
    return _Ground([row[0] for row in found], [row[1] for row in found], shapes)


def _patch(ground: _Ground, load: Any) -> Patch:
    ticks = to_ticks(ground.shapes)
    middle = shapely.get_coordinates(shapely.centroid(ticks))
    latitude = float(shapely.get_coordinates(shapely.centroid(ground.shapes))[:, 1].mean())
    scale = metres_per_tick(latitude)
    borders = shared_edges(ticks, scale)
    return Patch(load, middle * scale, borders.left, borders.right, borders.length)


def _beat(number: int, cells: Any, ground: _Ground, patch: Patch, counts: Any, mean: float) -> Beat:
    load = float(patch.load[cells].sum())
    return Beat(
        number=number,
        cells=tuple(ground.codes[i] for i in cells),
        streets=tuple(dict.fromkeys(ground.streets[i] for i in cells)),
        cases=int(counts[cells].sum()),
        load=load,
        share=load / mean,
        connected=is_connected(patch, cells),
        geometry=shapely.geometry.mapping(shapely.union_all(ground.shapes[cells])),
    )
