"""What is wrong with duty at a date: cells that nobody looks after, or two at once, and why.

Duty is round the clock, holidays included, so every part of a working day and of a rest day is
looked at. Shapely works inside this module; what leaves it are GeoJSON geometries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

import shapely

from departments.duty_carrying import Succession
from departments.duty_editing import collectors_of
from departments.models import DutyGrid
from departments.shifts import Days, DaySpan, joined, moments_of
from grids.models import Cell, City, Generation

DAYS_ZH: Final = {Days.EVERY: "每天", Days.WORKING: "工作日", Days.REST: "休息日"}
DAYS_EN: Final = {
    Days.EVERY: "every day",
    Days.WORKING: "on working days",
    Days.REST: "on rest days",
}

SPOKEN_AT_MOST: Final = 4
"""Duty grids that a reason names at most; all of them are in its list."""


class FindingKind(StrEnum):
    UNCOVERED = "uncovered"
    DOUBLE = "double"
    HOLDER_LEFT = "holder_left"
    STALE = "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding about cells of a street, or about a duty grid (`street_code` empty).

    `times`: when it is so; empty = always. `geometry`: GeoJSON.
    """

    kind: FindingKind
    street_code: str = ""
    rural: bool = False
    cells: tuple[str, ...]
    grids: tuple[str, ...] = ()
    times: tuple[DaySpan, ...] = ()
    geometry: Mapping[str, Any]

    @property
    def reason_zh(self) -> str:
        times, grids = _times_zh(self.times), _named(self.grids, "、")
        return {
            FindingKind.UNCOVERED: f"{len(self.cells)} 个单元网格{times}无人值守",
            FindingKind.DOUBLE: f"{len(self.cells)} 个单元网格{times}由 {grids} 重复值守",
            FindingKind.HOLDER_LEFT: f"{grids} 的采集员已无任职，无人值守",
            FindingKind.STALE: f"{grids} 按旧一代网格划定，请重新读入现行网格",
        }[self.kind]

    @property
    def reason_en(self) -> str:
        times, grids, n = _times_en(self.times), _named(self.grids, ", "), len(self.cells)
        return {
            FindingKind.UNCOVERED: f"Nobody looks after {n} cells {times}",
            FindingKind.DOUBLE: f"{grids} look after the same {n} cells {times}",
            FindingKind.HOLDER_LEFT: f"The collector of {grids} holds no post any more",
            FindingKind.STALE: f"{grids} was drawn on an older network; carry it over",
        }[self.kind].strip()


class _Where(NamedTuple):
    """What cells must have in common to be one finding."""

    street_code: str
    rural: bool
    kind: FindingKind
    times: tuple[DaySpan, ...]
    grids: tuple[str, ...]


Holding = tuple[int, ...]
"""Positions of the duty grids that hold a cell."""


def findings(city: City, at: datetime) -> list[Finding]:
    """Return what is wrong with the duty in force at `at`, by kind and street.

    Raises NoNetwork.
    """
    network = Generation.objects.current(city, at)
    rows = DutyGrid.objects.of(city).valid_at(at).select_related("shift", "generation")
    grids = list(rows.order_by("code"))
    here = {user.pk for user in collectors_of(city, at)}
    left = [g for g in grids if g.collector_id is not None and g.collector_id not in here]
    stale = [g for g in grids if g.generation_id != network.pk]
    held = [grid for grid in grids if grid not in left]
    found = [_of_grid(FindingKind.HOLDER_LEFT, g) for g in left]
    found += [_of_grid(FindingKind.STALE, g) for g in stale]
    return [*_of_cells(network, held), *found]


def _of_grid(kind: FindingKind, grid: DutyGrid) -> Finding:
    shape = shapely.from_wkb(bytes(grid.geom.wkb))
    return Finding(
        kind=kind,
        cells=tuple(grid.cell_codes),
        grids=(grid.code,),
        geometry=shapely.geometry.mapping(shape),
    )


def _of_cells(network: Generation, grids: Sequence[DutyGrid]) -> list[Finding]:
    holding = _holding(network, grids)
    judged = {held: tuple(_judged(grids, held)) for held in {(), *holding.values()}}
    groups: dict[_Where, list[str]] = defaultdict(list)
    cells = Cell.objects.filter(generation=network).order_by("code")
    for code, street, rural in cells.values_list("code", "street__code", "rural"):
        for kind, times, codes in judged[holding.get(code, ())]:
            groups[_Where(street, rural, kind, times, codes)].append(code)
    shapes = _shapes(network, {code for codes in groups.values() for code in codes})
    ordered = sorted(groups.items(), key=lambda group: (group[0].kind, group[0].street_code))
    return [_finding(where, codes, shapes) for where, codes in ordered]


def _holding(network: Generation, grids: Sequence[DutyGrid]) -> dict[str, Holding]:
    """Return which of the grids hold each cell of the network, whatever they were drawn on."""
    held: dict[str, list[int]] = defaultdict(list)
    known: dict[UUID, Succession] = {}
    for position, grid in enumerate(grids):
        codes: Iterable[str] = grid.cell_codes
        if grid.generation_id != network.pk:
            if grid.generation_id not in known:
                known[grid.generation_id] = Succession.between(grid.generation, network)
            codes = known[grid.generation_id].cells_of(codes)
        for code in codes:
            held[code].append(position)
    return {code: tuple(positions) for code, positions in held.items()}


_Judged = tuple[FindingKind, tuple[DaySpan, ...], tuple[str, ...]]


def _judged(grids: Sequence[DutyGrid], held: Holding) -> Iterator[_Judged]:
    """Yield what is wrong with a cell that these grids hold."""
    hours = [grids[i].shift.hours for i in held]
    empty, double = [], defaultdict(list)
    for span, moment in moments_of(hours):
        on = tuple(
            grids[i].code for i, shift in zip(held, hours, strict=True) if shift.covers(moment)
        )
        if not on:
            empty.append(span)
        elif len(on) > 1:
            double[on].append(span)
    if empty:
        yield FindingKind.UNCOVERED, _said(empty), ()
    for on, spans in double.items():
        yield FindingKind.DOUBLE, _said(spans), on


def _said(spans: Iterable[DaySpan]) -> tuple[DaySpan, ...]:
    """Return the spans joined; nothing where they are every minute of every day."""
    times = joined(spans)
    always = all(span.days is Days.EVERY and span.begins == span.ends for span in times)
    return () if always else times


def _shapes(network: Generation, codes: set[str]) -> dict[str, Any]:
    rows = Cell.objects.filter(generation=network, code__in=codes).order_by()
    return {code: shapely.from_wkb(bytes(g.wkb)) for code, g in rows.values_list("code", "geom")}


def _finding(where: _Where, codes: Sequence[str], shapes: Mapping[str, Any]) -> Finding:
    ground = shapely.union_all([shapes[code] for code in codes])
    return Finding(
        kind=where.kind,
        street_code=where.street_code,
        rural=where.rural,
        cells=tuple(codes),
        grids=where.grids,
        times=where.times,
        geometry=shapely.geometry.mapping(ground),
    )


def _times_zh(times: Iterable[DaySpan]) -> str:
    return "、".join(f"{days} {spans} " for days, spans in _by_days(times, DAYS_ZH, "、"))


def _times_en(times: Iterable[DaySpan]) -> str:
    return ", ".join(f"{days} {spans}" for days, spans in _by_days(times, DAYS_EN, ", "))


def _by_days(
    times: Iterable[DaySpan], words: Mapping[Days, str], between: str
) -> Iterator[tuple[str, str]]:
    for days, spans in groupby(times, key=lambda span: span.days):
        yield words[days], between.join(f"{s.begins:%H:%M}–{_end(s)}" for s in spans)


def _end(span: DaySpan) -> str:
    return f"{span.ends:%H:%M}" if span.ends.hour or span.ends.minute else "24:00"


def _named(codes: Sequence[str], between: str) -> str:
    more = " …" if len(codes) > SPOKEN_AT_MOST else ""
    return between.join(codes[:SPOKEN_AT_MOST]) + more
