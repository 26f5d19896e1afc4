"""Spans of days as the pyramid keeps them: whole months as one difference, the days beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_ZERO: Final = date(2000, 1, 1)
FURTHEST: Final = 32767
"""Days before and after 2000-01-01 that a smallint holds; what lies beyond counts to the last."""
LAST_MONTH: Final = 32767


@dataclass(frozen=True, slots=True)
class Days:
    """From and to, both inclusive; None leaves that side open."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Days | None:
        """Return the span that `from` and `to` name; None where they are no days it can hold."""
        try:
            span = cls(_day(said.get("from")), _day(said.get("to")))
        except ValueError:
            return None
        ends = [day for day in (span.first, span.last) if day is not None]
        return span if all(abs(number_of(day)) < FURTHEST for day in ends) else None

    @property
    def is_open(self) -> bool:
        return self.first is None and self.last is None

    @property
    def is_short(self) -> bool:
        """Whether it is a month at most."""
        if self.first is None or self.last is None:
            return False
        return self.last - self.first <= timedelta(days=31)

    def months(self) -> tuple[int | None, int] | None:
        """Return the month before the first whole month, and the last whole one; None: no month.

        The month before is None where every earlier one belongs to the span.
        """
        before = None
        if self.first is not None:
            before = month_of(self.first) - (1 if self.first.day == 1 else 0)
        last = LAST_MONTH
        if self.last is not None:
            is_whole = (self.last + timedelta(days=1)).day == 1
            last = month_of(self.last) - (0 if is_whole else 1)
        return (before, last) if before is None or before < last else None

    def beside_months(self) -> list[Days]:
        """Return the days at either end that are no whole month; all of them where none is."""
        if self.months() is None:
            return [self]
        found = []
        if self.first is not None and self.first.day != 1:
            found.append(Days(self.first, next_month(self.first) - timedelta(days=1)))
        if self.last is not None and (self.last + timedelta(days=1)).day != 1:
            found.append(Days(self.last.replace(day=1), self.last))
        return found


def number_of(day: date) -> int:
    return (day - _ZERO).days


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _day(value: str | None) -> date | None:
    if not value:
        return None
    if len(value) != len("2024-05-01"):
        raise ValueError(value)
    return date.fromisoformat(value)
