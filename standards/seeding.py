"""Filling a city's calendar with the holidays of a year; what a person entered stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from gis_core.errors import DomainError
from grids.models import City, CodeScheme
from standards.holidays import by_law, is_published, published
from standards.models import CalendarDay, DaySource, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a year got: `provisional` = nobody has published it yet."""

    year: int
    days: int
    kept: int
    provisional: bool


class NoHolidaysKnown(DomainError):
    code = "no_holidays_known"
    zh = "{city}不在中国，平台不知道其节假日；请在日历中录入，或用 API 导入。"
    en = "{city} is not in China: its holidays are not known here; enter them in its calendar."


def seed_years(city: City, years: Iterable[int]) -> list[Seeded]:
    """Seed the calendar of a Chinese city. Raises NoHolidaysKnown for others."""
    if city.code_scheme != CodeScheme.CN15:
        raise NoHolidaysKnown(city=city.name)
    calendar, _ = WorkingCalendar.objects.get_or_create(city=city)
    return [seed_year(calendar, year) for year in years]


@transaction.atomic
def seed_year(calendar: WorkingCalendar, year: int) -> Seeded:
    """Write the year's holidays and made-up days; again, it changes nothing but what is new.

    Days that a person entered are kept. Provisional days go when the year is published.
    """
    known = is_published(year)
    rows = CalendarDay.objects.of(calendar).in_year(year)
    by_hand = set(rows.filter(source=DaySource.HAND).values_list("date", flat=True))
    days = [
        CalendarDay(
            calendar=calendar,
            date=day.date,
            working=day.working,
            name=day.name,
            provisional=not known,
            source=DaySource.PACKAGE if known else DaySource.LAW,
        )
        for day in (published(year) if known else by_law(year))
        if day.date not in by_hand
    ]
    _replace(rows.exclude(source=DaySource.HAND), days)
    return Seeded(year, len(days), len(by_hand), not known)


def _replace(old: Iterable[CalendarDay], days: list[CalendarDay]) -> None:
    """Leave rows alone that say the same already: an equal calendar keeps its version."""
    same = {_said(day) for day in old} & {_said(day) for day in days}
    gone = [row.pk for row in old if _said(row) not in same]
    CalendarDay.objects.filter(pk__in=gone).delete()
    CalendarDay.objects.bulk_create(day for day in days if _said(day) not in same)


def _said(day: CalendarDay) -> tuple[object, ...]:
    return (day.date, day.working, day.name, day.provisional, day.source)
