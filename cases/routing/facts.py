"""From rows of cases to the frozen facts that rules are asked about: one way for one and for many.

Only what some rule asks for is looked up: areas, facilities near, the calendar.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np

from cases.models.case import CaseQuerySet
from cases.routing.places import areas_holding, metres_to
from departments.conditions import Facts
from departments.rules import Rule
from grids.models import City
from standards.calendars import calendar_of
from standards.clocks import Calendar

FACT_COLUMNS: Final = (
    "case_class__code", "case_class__name", "case_class__parent__code", "district_code",
    "street_code", "cell__code", "place_known", "geom", "component__owner__code", "source",
    "urgency", "road", "reported_at",
)  # fmt: skip

Row = Mapping[str, Any]
"""A case as its columns say: those of FACT_COLUMNS, and whatever else the caller wants of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What rules ask for beyond a case's own columns; metres are as far as anybody asks."""

    areas: frozenset[str]
    near: Mapping[str, int]


def asked_by(rules: Collection[Rule]) -> Asked:
    near: dict[str, int] = defaultdict(int)
    for rule in rules:
        if rule.condition.near_kind:
            metres = rule.condition.near_m or 0
            near[rule.condition.near_kind] = max(metres, near[rule.condition.near_kind])
    return Asked(frozenset(code for rule in rules for code in rule.condition.areas), near)


def rows_of(cases: CaseQuerySet, *more: str) -> list[Row]:
    """Return the cases as rows with the columns of facts and `more`, in one statement."""
    return list(cases.values("pk", *FACT_COLUMNS, *more))


def facts_of(city: City, rows: Sequence[Row], asked: Asked) -> Iterator[Facts]:
    """Yield the facts of each row."""
    points = [row["geom"] for row in rows]
    lon = np.array([p.x if p else np.nan for p in points], dtype=float)
    lat = np.array([p.y if p else np.nan for p in points], dtype=float)
    held = areas_holding(city, asked.areas, lon, lat)
    near = metres_to(city, asked.near, lon, lat)
    calendar = calendar_of(city).usual
    for row, areas, metres in zip(rows, held, near, strict=True):
        yield _facts(row, areas, metres, calendar)


def _facts(row: Row, areas: frozenset[str], near: Mapping[str, float], calendar: Calendar) -> Facts:
    local = row["reported_at"].astimezone(calendar.zone)
    return Facts(
        class_code=row["case_class__code"],
        class_above=(row["case_class__parent__code"],) if row["case_class__parent__code"] else (),
        class_name=row["case_class__name"],
        district_code=row["district_code"],
        street_code=row["street_code"],
        cell_code=row["cell__code"] or "",
        placed=row["place_known"],
        areas=areas,
        owner_code=row["component__owner__code"] or "",
        source=row["source"],
        urgency=row["urgency"],
        road=row["road"],
        at=local.time(),
        month=local.month,
        working_day=calendar.works_on(local.date()),
        working_hour=is_working_hour(calendar, row["reported_at"]),
        near=near,
    )


def is_working_hour(calendar: Calendar, at: datetime) -> bool:
    """Whether the city works at this moment."""
    day = at.astimezone(ZoneInfo(calendar.zone.key)).date()
    return any(s.counted and s.start <= at < s.end for s in calendar.day_spans(day))
