"""Random cases by the hundred thousand, beside an oracle that adds minutes up one by one.

One of the calendars is China's 2026 as published, with its made-up working days (调休).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from standards import clocks
from standards.clocks import Calendar, Limit, Pause, Unit, due_at, elapsed
from standards.holidays import published
from tests.standards import minute_oracle
from tests.standards.minute_table import MinuteTable

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
DAYS_2026: Final = {day.date: day.working for day in published(2026)}
SHIFTS: Final = ((time(0), time(6)), (time(22, 30), time(23, 59)))
WEEKEND: Final = frozenset({5, 6})

CALENDARS: Final[dict[str, Callable[[], Calendar]]] = {
    "2026": lambda: Calendar(SHANGHAI, exceptions=DAYS_2026),
    "sub-platform": lambda: Calendar(SHANGHAI, ((time(5), time(13)),), DAYS_2026),
    "night shifts": lambda: Calendar(SHANGHAI, SHIFTS, DAYS_2026),
    "summer time": lambda: Calendar(ZoneInfo("America/New_York"), exceptions=DAYS_2026),
}
HORIZON: Final = timedelta(days=60)


@cache
def table(name: str) -> MinuteTable:
    return MinuteTable(CALENDARS[name]())


def draw(rng: random.Random) -> tuple[datetime, Limit, list[Pause]]:
    """A start in 2026, a limit, and up to three pauses, overlapping or without an end."""
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(365 * 1440))
    limit = Limit(rng.choice((1, 1, 2, 3, 5, 10)), rng.choice(list(Unit)))
    pauses = []
    for _ in range(rng.choice((0, 0, 0, 1, 2, 3))):
        begins = start + timedelta(minutes=rng.randrange(-600, 14_000))
        lasts = rng.choice((rng.randrange(300), rng.randrange(8_000), None))
        pauses.append(Pause(begins, None if lasts is None else begins + timedelta(minutes=lasts)))
    return start, limit, pauses


def differences(seed: int, count: int, names: tuple[str, ...]) -> Iterator[Any]:
    """Every case that the two clocks see differently."""
    rng = random.Random(seed)
    calendars = {name: CALENDARS[name]() for name in names}
    for n in range(count):
        name = names[n % len(names)]
        start, limit, pauses = draw(rng)
        horizon = start + HORIZON
        slow = table(name).due_at(start, limit, pauses, horizon=horizon)
        quick = due_at(start, limit, calendars[name], pauses)
        if quick != slow and not (slow is None and (quick is None or quick > horizon)):
            yield name, start, limit, pauses, quick, slow
        end = start + timedelta(minutes=rng.randrange(20_000))
        spent = elapsed(start, end, limit.unit, calendars[name], pauses)
        if spent != table(name).elapsed(start, end, limit.unit, pauses):
            yield name, start, end, limit.unit, pauses, spent


def test_random_cases_of_2026_agree_with_the_sum_of_their_minutes() -> None:
    assert list(differences(1, 1_000, ("2026",))) == []


@pytest.mark.deep
@pytest.mark.parametrize("chunk", range(10))
def test_a_hundred_thousand_cases_agree_with_the_sum_of_their_minutes(
    chunk: int, tell: Callable[[str], None]
) -> None:
    found = list(differences(100 + chunk, 10_000, tuple(CALENDARS)))
    tell(f"10,000 cases, {len(found)} differences")
    assert found == []


def test_the_table_of_minutes_says_what_the_walk_says() -> None:
    rng = random.Random(5)
    calendar = CALENDARS["2026"]()
    for _ in range(15):
        start, limit, pauses = draw(rng)
        horizon = start + timedelta(days=15)
        walked = minute_oracle.due_at(start, limit, calendar, pauses, horizon=horizon)
        assert table("2026").due_at(start, limit, pauses, horizon=horizon) == walked


def week_alone(calendar: Calendar, day: date) -> bool:
    """A clock that knows holidays and forgets the made-up working days."""
    return calendar.exceptions.get(day, True) and day.weekday() < 5


DAY_SPANS: Final = clocks._day_spans.__wrapped__


def next_morning(calendar: Calendar, day: date) -> Any:
    """A clock that lets noon and evening last a minute longer."""
    spans = DAY_SPANS(calendar, day)
    late = timedelta(minutes=1)
    return tuple(clocks.Span(s.start, s.end + late, s.why) if s.counted else s for s in spans)


FAULTS: Final = {
    "forgets 调休": lambda patch: patch.setattr(Calendar, "works_on", week_alone),
    "a day of 24 hours": lambda patch: patch.setitem(
        clocks._UNIT_LENGTH, Unit.WORKING_DAY, timedelta(days=1)
    ),
    "a minute too long": lambda patch: patch.setattr(clocks, "_day_spans", next_morning),
    "runs on while paused": lambda patch: patch.setattr(clocks, "_merged", lambda pauses: []),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_clock_with_a_fault_is_found_out(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table("2026")
    FAULTS[fault](monkeypatch)
    assert next(differences(1, 2_000, ("2026",)), None) is not None
