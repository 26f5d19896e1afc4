"""The calendar of a city as clocks read it: built from its rows, kept while its version stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from grids.models import City
from standards.clocks import Calendar, Limit
from standards.hours import read_spans
from standards.models import CalendarDay, WorkingCalendar, WorkingHours

EVERY_DAY: Final = frozenset(range(7))


@dataclass(frozen=True)
class CityCalendar:
    """A city's calendar at one version: its own hours, and those of rows and organisations.

    `names` are the names of its special days; `published` the years that somebody has published.
    """

    version: int
    usual: Calendar
    patterns: Mapping[UUID, Calendar]
    names: Mapping[date, str]
    published: frozenset[int]

    def of(self, hours_id: UUID | None) -> Calendar:
        """Return the calendar of these hours; the city's own where there are none."""
        return self.patterns.get(hours_id, self.usual) if hours_id else self.usual

    def is_provisional(self, start: datetime, end: datetime, limit: Limit) -> bool:
        """Whether working time in between was counted in a year that nobody has published."""
        if limit.unit.continuous:
            return False
        first, last = (t.astimezone(self.usual.zone).year for t in (start, end))
        return not set(range(first, last + 1)) <= self.published


def calendar_of(city: City) -> CityCalendar:
    """Return the city's calendar as it stands now.

    Asks the database for nothing where `city.calendar` is there already and its version is known.
    """
    try:
        calendar = city.calendar
    except ObjectDoesNotExist:
        return _without_rows(city.time_zone)
    kept = _kept.get((calendar.pk, calendar.version))
    return kept or _load(city, calendar.pk)


@lru_cache(maxsize=64)
def _without_rows(zone: str) -> CityCalendar:
    return CityCalendar(0, Calendar(ZoneInfo(zone)), {}, {}, frozenset())


_KEPT_AT_MOST: Final = 64
_kept: dict[tuple[UUID, int], CityCalendar] = {}
"""By calendar and version; a version is given once (see `sql/calendar_version.sql`)."""


def _load(city: City, calendar_id: UUID) -> CityCalendar:
    """Read version, days and hours in one statement, so that they belong together."""
    mine = {"calendar": OuterRef("pk")}
    days = CalendarDay.objects.filter(**mine).values(
        data=JSONObject(date="date", working="working", name="name", provisional="provisional")
    )
    hours = WorkingHours.objects.filter(**mine).values(
        data=JSONObject(id="id", spans="spans", every_day="every_day")
    )
    known = WorkingCalendar.objects.annotate(
        day_rows=ArraySubquery(days), hour_rows=ArraySubquery(hours)
    )
    row = known.values("version", "day_rows", "hour_rows", *_EDGES).get(pk=calendar_id)
    built = _built(city, row)
    while len(_kept) >= _KEPT_AT_MOST:
        _kept.pop(next(iter(_kept)), None)
    _kept[calendar_id, built.version] = built
    return built


_EDGES: Final = ("morning_from", "morning_to", "afternoon_from", "afternoon_to")


def _built(city: City, row: Mapping[str, Any]) -> CityCalendar:
    zone = ZoneInfo(city.time_zone)
    days = {date.fromisoformat(day["date"]): day for day in row["day_rows"]}
    exceptions = {day: said["working"] for day, said in days.items()}
    a, b, c, d = (row[name] for name in _EDGES)
    usual = Calendar(zone, ((a, b), (c, d)), exceptions)
    provisional = {day.year for day, said in days.items() if said["provisional"]}
    return CityCalendar(
        version=row["version"],
        usual=usual,
        patterns={UUID(p["id"]): _pattern(usual, p) for p in row["hour_rows"]},
        names={day: said["name"] for day, said in days.items() if said["name"]},
        published=frozenset({day.year for day in days} - provisional),
    )


def _pattern(usual: Calendar, said: Mapping[str, Any]) -> Calendar:
    hours = read_spans(said["spans"])
    if said["every_day"]:
        return Calendar(usual.zone, hours, {}, EVERY_DAY)
    return Calendar(usual.zone, hours, usual.exceptions)
