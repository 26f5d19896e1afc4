"""China's holidays and made-up working days: as published, or, before that, by the law alone.

The State Council publishes a year's arrangement late in the year before; `chinesecalendar` keeps
the published ones. A year that it does not know gets the days that the law itself names (全国年节及
纪念日放假办法, as amended for 2025), and says that this is provisional.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import chinese_calendar
from chinese_calendar import Holiday

# New Year of the lunar calendar, 端午 and 中秋 in the common one.
_LUNAR: Final = {
    2027: (date(2027, 2, 6), date(2027, 6, 9), date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 5, 28), date(2028, 10, 3)),
    2029: (date(2029, 2, 13), date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 2, 3), date(2030, 6, 5), date(2030, 9, 12)),
    2031: (date(2031, 1, 23), date(2031, 6, 24), date(2031, 10, 1)),
    2032: (date(2032, 2, 11), date(2032, 6, 12), date(2032, 9, 19)),
}
"""Beyond these years the provisional days are those of the common calendar alone."""

FIRST_YEAR: Final[int] = min(day.year for day in chinese_calendar.holidays)
LAST_YEAR: Final[int] = max(day.year for day in chinese_calendar.holidays)


@dataclass(frozen=True, slots=True)
class Day:
    """A day with a name: off, or worked for one that is off (调休)."""

    date: date
    working: bool
    name: str


def is_published(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def published(year: int) -> list[Day]:
    """Return the days of a year as published; empty for a year that nobody has published yet."""
    chinese = {holiday.value: holiday.chinese for holiday in Holiday}
    off = chinese_calendar.holidays.items()
    made_up = chinese_calendar.workdays.items()
    return sorted(
        [
            *(Day(day, False, chinese[name]) for day, name in off if day.year == year),
            *(Day(day, True, f"{chinese[name]}调休") for day, name in made_up if day.year == year),
        ],
        key=lambda day: day.date,
    )


def by_law(year: int) -> list[Day]:
    """Return the days off that the law names for any year, without made-up days."""
    named = {day.date: day for day in (*_lunar_days(year), *_common_days(year))}
    return sorted(named.values(), key=lambda day: day.date)


def _common_days(year: int) -> Iterator[Day]:
    yield Day(date(year, 1, 1), False, "元旦")
    april = chinese_calendar.get_solar_terms(date(year, 4, 1), date(year, 4, 10))
    yield from (Day(day, False, term) for day, term in april if term == "清明")
    yield from (Day(date(year, 5, n), False, "劳动节") for n in (1, 2))
    yield from (Day(date(year, 10, n), False, "国庆节") for n in (1, 2, 3))


def _lunar_days(year: int) -> Iterator[Day]:
    if year not in _LUNAR:
        return
    new_year, dragon_boat, mid_autumn = _LUNAR[year]
    yield from (Day(new_year + timedelta(days=n), False, "春节") for n in range(-1, 3))
    yield Day(dragon_boat, False, "端午")
    yield Day(mid_autumn, False, "中秋")
