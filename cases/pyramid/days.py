"""Spans of days as the pyramid keeps them: squares by whole months, groups by the day."""

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
    def is_empty(self) -> bool:
        return self.first is not None and self.last is not None and self.first > self.last

    def narrowed(self, first: date | None, last: date | None) -> Days:
        """Return what of them is within other bounds too."""
        begins = [day for day in (self.first, first) if day is not None]
        ends = [day for day in (self.last, last) if day is not None]
        return Days(max(begins, default=None), min(ends, default=None))

    def whole_months(self) -> tuple[int | None, int] | None:
        """Return the month before the first one, and the last; None where they are not whole.

        The month before is None where every earlier one belongs to the span.
        """
        before, last = None, LAST_MONTH
        if self.first is not None:
            before = month_of(self.first) - 1
        if self.last is not None:
            last = month_of(self.last)
        begins = self.first is None or self.first.day == 1
        ends = self.last is None or (self.last + timedelta(days=1)).day == 1
        return (before, last) if begins and ends and (before is None or before < last) else None


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
