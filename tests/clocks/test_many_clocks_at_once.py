"""The quick way to count many clocks is the same as the slow way to count each."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cases.clocks.effects import Kind
from cases.clocks.values import Clock, Clockwork, Rest
from cases.clocks.vector import Clocks, reckon
from standards.clocks import Calendar, Limit, Unit, Why
from standards.holidays import published
from standards.reckoner import NEVER, Reckoner, micros

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
DAYS_2026: Final = {day.date: day.working for day in published(2026)}
EARLY: Final = UUID(int=7)
CALENDARS: Final[dict[UUID | None, Calendar]] = {
    None: Calendar(SHANGHAI, exceptions=DAYS_2026),
    EARLY: Calendar(SHANGHAI, ((time(5), time(11)), (time(11, 30), time(13))), DAYS_2026),
}
FIRST, LAST = date(2025, 12, 1), date(2028, 12, 31)
RECKONERS: Final = [
    Reckoner(None, FIRST, LAST),
    *(Reckoner(CALENDARS[key], FIRST, LAST) for key in (None, EARLY)),
]


def some_time(rng: random.Random) -> datetime:
    seconds = rng.choice([rng.randrange(360 * 86400), rng.randrange(360 * 1440) * 60])
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(
        seconds=seconds, microseconds=rng.choice([0, rng.randrange(10**6)])
    )


def a_clock(rng: random.Random) -> tuple[Clock, list[Rest]]:
    started = some_time(rng)
    limit = Limit(rng.choice([1, 2, 5, 15]), rng.choice(list(Unit)))
    clock = Clock(
        kind=Kind.HANDLE,
        limit=rng.choice([limit, limit, None]),
        hours_id=rng.choice([None, EARLY]),
        started_at=started,
        stopped_at=rng.choice([None, started + timedelta(minutes=rng.randrange(20_000))]),
    )
    if rng.random() < 0.2:
        at = started + timedelta(minutes=rng.randrange(3000))
        clock.fix(at + timedelta(minutes=rng.randrange(9000)), at)
    rests = []
    for _ in range(rng.choice([0, 0, 1, 2, 4])):
        begins = started + timedelta(minutes=rng.randrange(-500, 9000))
        ends = begins + timedelta(minutes=rng.randrange(6000))
        rests.append(Rest(started_at=begins, ended_at=ends, why=Why.PARKED))
    if rests and rng.random() < 0.3:
        rests[-1].ended_at = None
    return clock, rests


def columns(drawn: list[tuple[Clock, list[Rest]]]) -> Clocks:
    def at(moment: datetime | None) -> int:
        return NEVER if moment is None else micros(moment)

    pauses = [
        (n, at(rest.started_at), at(rest.ended_at))
        for n, (_, rests) in enumerate(drawn)
        for rest in sorted(rests, key=lambda rest: rest.started_at)
    ]
    of, start, end = np.array(pauses, dtype=np.int64).reshape(-1, 3).T
    clocks = [clock for clock, _ in drawn]
    length = [c.limit.length // timedelta(microseconds=1) if c.limit else 0 for c in clocks]
    return Clocks(
        started=np.array([at(c.started_at) for c in clocks]),
        stopped=np.array([at(c.stopped_at) for c in clocks]),
        length=np.array(length),
        unit=np.array([0 if c.unit.continuous else 1 + (c.hours_id == EARLY) for c in clocks]),
        fixed_due=np.array([at(c.fixed_due_at) for c in clocks]),
        fixed_at=np.array([at(c.fixed_at) for c in clocks]),
        pause_of=of,
        pause_start=start,
        pause_end=end,
    )


def check(seed: int, count: int) -> None:
    rng = random.Random(seed)
    drawn = [a_clock(rng) for _ in range(count)]
    now = datetime(2026, 10, 9, tzinfo=UTC)
    quick = reckon(columns(drawn), RECKONERS, continuous=0, amber_percent=75, at=micros(now))
    for n, (clock, rests) in enumerate(drawn):
        work = Clockwork([clock], rests)
        due = work.due_at(clock, CALENDARS.__getitem__)
        amber = work.amber_at(clock, due, CALENDARS.__getitem__, 75)
        late = due is not None and due < (clock.stopped_at or now)
        counted = work.counted(clock, now, CALENDARS.__getitem__)
        assert quick.due[n] == (NEVER if due is None else micros(due)), (clock, rests)
        assert quick.amber[n] == (NEVER if amber is None else micros(amber)), (clock, rests)
        assert quick.overdue[n] == (micros(due) if late and due else NEVER), (clock, rests)
        assert quick.counted[n] == counted // timedelta(microseconds=1), (clock, rests)


@pytest.mark.parametrize("seed", range(4))
def test_many_clocks_at_once_are_counted_as_each_of_them_is(seed: int) -> None:
    check(seed, 400)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(10, 30))
def test_twenty_thousand_clocks_are_counted_as_each_of_them_is(seed: int) -> None:
    check(seed, 1000)
