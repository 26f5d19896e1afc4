"""Clocks that can be explained: how much time a limit has used, and when it is due. Pure.

Two kinds of limits run on through nights and weekends (紧急工作时, 紧急工作日); two run only in the
working hours of working days (工作时, 工作日, where a day is `DAY_HOURS` hours of work). A pause
stops every kind. All moments are aware; the calendar thinks in the city's zone, answers are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

DAY_HOURS: Final = 8
"""Working hours that one 工作日 stands for, whatever the hours of the day are."""

HORIZON_DAYS: Final = 3660
"""A limit that is not used up in ten years of calendar is a mistake, not a limit."""


class Unit(StrEnum):
    """The four units of the national rows."""

    URGENT_HOUR = "urgent_hour"  # 紧急工作时
    URGENT_DAY = "urgent_day"  # 紧急工作日, some cities: 自然日
    WORKING_HOUR = "working_hour"  # 工作时
    WORKING_DAY = "working_day"  # 工作日

    @property
    def continuous(self) -> bool:
        return self in (Unit.URGENT_HOUR, Unit.URGENT_DAY)


_UNIT_LENGTH: Final = {
    Unit.URGENT_HOUR: timedelta(hours=1),
    Unit.URGENT_DAY: timedelta(days=1),
    Unit.WORKING_HOUR: timedelta(hours=1),
    Unit.WORKING_DAY: timedelta(hours=DAY_HOURS),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of a unit, such as half an hour."""

    amount: Decimal | int
    unit: Unit

    @property
    def length(self) -> timedelta:
        """Counted time until the limit is used up, in whole microseconds."""
        length = _UNIT_LENGTH[self.unit] // timedelta(microseconds=1)
        return timedelta(microseconds=int(self.amount * length))


class Why(StrEnum):
    """Why a span of time was counted, or was not."""

    RUNNING = "running"  # counted
    PAUSED = "paused"  # for a reason that is not one of the next ones
    PARKED = "parked"  # 挂账
    DEFERRED = "deferred"  # 缓办
    ENFORCEMENT = "enforcement"  # 执法: its own law, its own time
    ELSEWHERE = "elsewhere"  # not with whoever this clock is for: being checked, returned, verified
    OFF_HOURS = "off_hours"  # night, noon
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # a public holiday of the calendar


@dataclass(frozen=True, slots=True)
class Span:
    """Time from `start` (inclusive) to `end` (exclusive), in UTC, and why it is what it is."""

    start: datetime
    end: datetime
    why: Why

    @property
    def counted(self) -> bool:
        return self.why is Why.RUNNING

    @property
    def length(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stands still, and why; `end` None = it still lasts."""

    start: datetime
    end: datetime | None
    why: Why = Why.PAUSED


Hours = tuple[tuple[time, time], ...]

DEFAULT_HOURS: Final[Hours] = ((time(8), time(12)), (time(14), time(18)))

WEEKDAYS: Final = frozenset(range(5))


@dataclass(frozen=True)
class Calendar:
    """The working time of a city, a row or a sub-platform.

    `exceptions` says of single days whether they are worked (调休) or not (holidays); every other
    day follows the `week` (0 = Monday). Frozen and hashable by identity, so its days are worked
    out once.
    """

    zone: ZoneInfo
    hours: Hours = DEFAULT_HOURS
    exceptions: Mapping[date, bool] = field(default_factory=dict[date, bool])
    week: frozenset[int] = WEEKDAYS

    __hash__ = object.__hash__
    __eq__ = object.__eq__

    def works_on(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() in self.week)

    def day_spans(self, day: date) -> tuple[Span, ...]:
        """Return the whole local day as spans: worked, off hours, or off altogether."""
        return _day_spans(self, day)

    def spans(self, start: datetime) -> Iterator[Span]:
        """Yield every span from `start` on, without gaps, for `HORIZON_DAYS` days."""
        day = start.astimezone(self.zone).date()
        for _ in range(HORIZON_DAYS):
            for span in self.day_spans(day):
                if span.end > start:
                    yield span if span.start >= start else Span(start, span.end, span.why)
            day += timedelta(days=1)


@lru_cache(maxsize=100_000)
def _day_spans(calendar: Calendar, day: date) -> tuple[Span, ...]:
    start, end = _instant(calendar, day), _instant(calendar, day + timedelta(days=1))
    if not calendar.works_on(day):
        return (Span(start, end, Why.WEEKEND if day.weekday() >= 5 else Why.HOLIDAY),)
    spans: list[Span] = []
    at = start
    for opens, closes in calendar.hours:
        spans.append(Span(at, _instant(calendar, day, opens), Why.OFF_HOURS))
        at = _instant(calendar, day, closes)
        spans.append(Span(spans[-1].end, at, Why.RUNNING))
    spans.append(Span(at, end, Why.OFF_HOURS))
    return tuple(span for span in spans if span.end > span.start)


def _instant(calendar: Calendar, day: date, clock: time = time(0)) -> datetime:
    return datetime.combine(day, clock, calendar.zone).astimezone(UTC)


def due_at(
    start: datetime, limit: Limit, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """Return the first moment at which the limit is used up; None while a pause has no end.

    A limit that is used up exactly at the end of a working day is due then, not next morning.
    """
    return used_up_at(start, limit.length, limit.unit, calendar, pauses)


def used_up_at(
    start: datetime, length: timedelta, unit: Unit, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """Return when so much is used up, as `due_at` does for a limit; nothing, at the start."""
    if length <= timedelta():
        return start.astimezone(UTC) + length
    left, pauses = length, tuple(pauses)
    stands = min((p.start for p in pauses if p.end is None), default=_NEVER)
    for span in _ticking(start, unit, calendar, pauses):
        if span.start >= stands:
            return None
        if span.end == _NEVER:
            return span.start + left
        if span.counted:
            if span.length >= left:
                return span.start + left
            left -= span.length
    return None


def elapsed(
    start: datetime, end: datetime, unit: Unit, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> timedelta:
    """Return the counted time from `start` to `end`."""
    spans = explain(start, end, unit, calendar, pauses)
    return sum((span.length for span in spans if span.counted), timedelta())


def explain(
    start: datetime, end: datetime, unit: Unit, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> list[Span]:
    """Return the spans from `start` to `end`, counted or not, without gaps, neighbours joined."""
    told: list[Span] = []
    for span in _ticking(start, unit, calendar, pauses):
        if span.start >= end:
            break
        cut = Span(span.start, min(span.end, end), span.why)
        if told and told[-1].why is cut.why:
            cut = Span(told.pop().start, cut.end, cut.why)
        told.append(cut)
    return told


_NEVER: Final = datetime.max.replace(tzinfo=UTC)


def _ticking(
    start: datetime, unit: Unit, calendar: Calendar, pauses: Iterable[Pause]
) -> Iterator[Span]:
    """Yield the spans that a clock of this unit sees, with the pauses cut out of them."""
    start = start.astimezone(UTC)
    plain = iter((Span(start, _NEVER, Why.RUNNING),)) if unit.continuous else calendar.spans(start)
    stops = _merged(pauses)
    for span in plain:
        yield from _cut(span, stops)


def _merged(pauses: Iterable[Pause]) -> list[Span]:
    """Return the pauses as spans in order; where two overlap, the earlier one is the reason."""
    merged: list[Span] = []
    for pause in sorted(pauses, key=lambda p: p.start):
        start, end = pause.start.astimezone(UTC), (pause.end or _NEVER).astimezone(UTC)
        if merged:
            start = max(start, merged[-1].end)
        if start < end:
            merged.append(Span(start, end, pause.why))
    return merged


def _cut(span: Span, stops: list[Span]) -> Iterator[Span]:
    at = span.start
    for stop in stops:
        start, end = max(stop.start, at), min(stop.end, span.end)
        if start < end:
            if at < start:
                yield Span(at, start, span.why)
            yield Span(start, end, stop.why)
            at = end
    if at < span.end:
        yield Span(at, span.end, span.why)
