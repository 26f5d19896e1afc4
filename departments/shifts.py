"""Shifts as clocks read them: when one runs, over midnight and over holidays. Pure.

A shift belongs to the day on which it begins: the small hours of a night shift are those of the
day before, and it runs on a holiday's morning if it began on a working evening.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import product
from typing import Final

from standards.clocks import Calendar

MIDNIGHT: Final = time(0)


class Days(StrEnum):
    """The days on which a shift begins, by the city's calendar, made-up days (调休) included."""

    EVERY = "every"
    WORKING = "working"
    REST = "rest"


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """From `begins` until `ends` on the wall; past midnight where `ends` is not later.

    Both equal: round the clock.
    """

    begins: time
    ends: time
    days: Days = Days.EVERY

    @property
    def past_midnight(self) -> bool:
        return self.ends <= self.begins

    def covers(self, moment: Moment) -> bool:
        """Whether this shift runs at the moment."""
        begun_today = self.begins <= moment.clock and self.days in moment.days_today
        if not self.past_midnight:
            return begun_today and moment.clock < self.ends
        return begun_today or (moment.clock < self.ends and self.days in moment.days_before)


@dataclass(frozen=True, slots=True)
class Moment:
    """What the wall says: the time of day, and whether today and the day before are worked."""

    clock: time
    works_today: bool
    worked_before: bool

    @property
    def days_today(self) -> tuple[Days, Days]:
        """What a shift that began today may say of its days."""
        return Days.EVERY, Days.WORKING if self.works_today else Days.REST

    @property
    def days_before(self) -> tuple[Days, Days]:
        """What a shift that began the day before may say of its days."""
        return Days.EVERY, Days.WORKING if self.worked_before else Days.REST


def moment_of(calendar: Calendar, at: datetime) -> Moment:
    """Return what the wall of the calendar's city says at `at`."""
    local = at.astimezone(calendar.zone)
    day = local.date()
    return Moment(local.time(), calendar.works_on(day), calendar.works_on(day - timedelta(days=1)))


@dataclass(frozen=True, slots=True, order=True)
class DaySpan:
    """A part of a day on which the same shifts run; `ends` midnight = the end of the day."""

    days: Days
    begins: time
    ends: time


def moments_of(shifts: Iterable[Hours]) -> Iterator[tuple[DaySpan, Moment]]:
    """Return every part of a day that these shifts tell apart, with a moment inside it.

    Days are told apart by whether they and the day before are worked.
    """
    edges = sorted({MIDNIGHT} | {edge for shift in shifts for edge in (shift.begins, shift.ends)})
    for (begins, ends), works, worked in product(
        zip(edges, [*edges[1:], MIDNIGHT], strict=True), (True, False), (True, False)
    ):
        days = Days.WORKING if works else Days.REST
        yield DaySpan(days, begins, ends), Moment(begins, works, worked)


def joined(spans: Iterable[DaySpan]) -> tuple[DaySpan, ...]:
    """Return the spans as people say them: neighbours as one, and both kinds of days as every."""
    found = set(spans)
    every = {span for span in found if all(_on(span, days) in found for days in _KINDS)}
    by_day = {_on(span, Days.EVERY) for span in every} | (found - every)
    return tuple(span for days in Days for span in _neighbours(s for s in by_day if s.days is days))


_KINDS: Final = (Days.WORKING, Days.REST)


def _on(span: DaySpan, days: Days) -> DaySpan:
    return DaySpan(days, span.begins, span.ends)


def _neighbours(spans: Iterable[DaySpan]) -> list[DaySpan]:
    merged: list[DaySpan] = []
    for span in sorted(spans):
        follows = merged and merged[-1].ends == span.begins
        begins = merged.pop().begins if follows else span.begins
        merged.append(DaySpan(span.days, begins, span.ends))
    return merged
