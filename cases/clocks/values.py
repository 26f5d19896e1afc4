"""The clocks of one case as values: when each is due, and what it counted; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from cases.clocks.effects import Kind
from gis_core.ids import uuid7
from standards.clocks import Calendar, Limit, Pause, Unit, Why, elapsed, used_up_at

Calendars = Callable[[UUID | None], Calendar]
"""From the working hours that a clock has of its own (None = the city's) to their calendar."""


@dataclass(slots=True, kw_only=True)
class Clock:
    """One clock (see `cases.models.clock.CaseClock`, which keeps the same fields)."""

    id: UUID = field(default_factory=uuid7)
    kind: Kind
    organization_id: UUID | None = None
    limit: Limit | None
    hours_id: UUID | None = None
    started_at: datetime
    stopped_at: datetime | None = None
    fixed_due_at: datetime | None = None
    fixed_at: datetime | None = None
    annulled: bool = False

    @property
    def unit(self) -> Unit:
        """What it counts in; a deadline without a limit runs day and night."""
        return self.limit.unit if self.limit else Unit.URGENT_HOUR

    def fix(self, due_at: datetime, at: datetime) -> None:
        """Set its due time to a date, at a moment."""
        self.fixed_due_at, self.fixed_at = due_at, at


@dataclass(slots=True, kw_only=True)
class Rest:
    """Time in which clocks stand still: all of the case, or the one of `clock_id`."""

    id: UUID = field(default_factory=uuid7)
    clock_id: UUID | None = None
    started_at: datetime
    ended_at: datetime | None = None
    why: Why


@dataclass(slots=True)
class Clockwork:
    """All clocks of a case, oldest first, and its rests; `touched` and `rested` are to be saved."""

    clocks: list[Clock] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    touched: set[UUID] = field(default_factory=set)
    rested: set[UUID] = field(default_factory=set)

    def running(self, kind: Kind | None = None) -> Iterator[Clock]:
        return (c for c in self.clocks if c.stopped_at is None and kind in (None, c.kind))

    def latest(self, kind: Kind) -> Clock | None:
        return next((c for c in reversed(self.clocks) if c.kind is kind), None)

    def of_this_round(self, kind: Kind) -> Iterator[Clock]:
        """The figures of a kind since the case was last filed, newest first."""
        filed = self.latest(Kind.CASE)
        since = filed.started_at if filed and kind is Kind.HANDLE else None
        for clock in reversed(self.clocks):
            late_enough = since is None or clock.started_at >= since
            if clock.kind is kind and not clock.annulled and late_enough:
                yield clock

    def pauses_of(self, clock: Clock) -> list[Pause]:
        mine = (r for r in self.rests if r.clock_id in (None, clock.id))
        return [Pause(r.started_at, r.ended_at, r.why) for r in mine]

    def due_at(self, clock: Clock, calendars: Calendars) -> datetime | None:
        """Return when the clock is used up; None where it has no limit, or stands still."""
        pauses, calendar = self.pauses_of(clock), calendars(clock.hours_id)
        if clock.fixed_due_at is not None and clock.fixed_at is not None:
            # A date is a date: it moves only with pauses that come after it was set.
            left = clock.fixed_due_at - clock.fixed_at
            return used_up_at(clock.fixed_at, left, Unit.URGENT_HOUR, calendar, pauses)
        if clock.limit is None:
            return None
        return used_up_at(clock.started_at, clock.limit.length, clock.unit, calendar, pauses)

    def amber_at(
        self, clock: Clock, due_at: datetime | None, calendars: Calendars, percent: int
    ) -> datetime | None:
        """Return when so much of its time is used up."""
        if due_at is None:
            return None
        pauses, calendar = self.pauses_of(clock), calendars(clock.hours_id)
        if clock.fixed_due_at is not None or clock.limit is None:
            length = elapsed(clock.started_at, due_at, clock.unit, calendar, pauses)
        else:
            length = clock.limit.length
        return used_up_at(clock.started_at, part(length, percent), clock.unit, calendar, pauses)

    def counted(self, clock: Clock, at: datetime, calendars: Calendars) -> timedelta:
        """Return the time that it counted until `at`, or until it stopped."""
        end, pauses = clock.stopped_at or at, self.pauses_of(clock)
        return elapsed(clock.started_at, end, clock.unit, calendars(clock.hours_id), pauses)


def part(length: timedelta, percent: int) -> timedelta:
    """Return so much of a length, in whole microseconds."""
    return timedelta(microseconds=length // timedelta(microseconds=1) * percent // 100)
