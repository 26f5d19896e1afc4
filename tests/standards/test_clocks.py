"""Clocks as a dispatcher would argue about them, and beside one that walks minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards.clocks import Calendar, Limit, Pause, Unit, Why, due_at, elapsed, explain
from tests.standards import minute_oracle

SHANGHAI = ZoneInfo("Asia/Shanghai")
# The May holiday of 2021: off from Saturday 1 to Wednesday 5, worked on Sunday 25 April and
# Saturday 8 May (调休).
MAY_2021 = {
    **{date(2021, 5, day): False for day in range(1, 6)},
    date(2021, 4, 25): True,
    date(2021, 5, 8): True,
}
CALENDAR = Calendar(zone=SHANGHAI, exceptions=MAY_2021)


def local(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        # 02:00 on a holiday: two urgent hours are over at 04:00, night or not.
        (local(2, 2), Limit(2, Unit.URGENT_HOUR), local(2, 4)),
        (local(2, 2), Limit(1, Unit.URGENT_DAY), local(3, 2)),
        # The same night, four working hours begin when work begins again on Thursday 6 May.
        (local(2, 2), Limit(4, Unit.WORKING_HOUR), local(6, 12)),
        (local(6, 11), Limit(2, Unit.WORKING_HOUR), local(6, 15)),
        (local(6, 8), Limit(1, Unit.WORKING_DAY), local(6, 18)),
        (local(6, 8, 1), Limit(1, Unit.WORKING_DAY), local(7, 8, 1)),
        # Saturday 8 May is worked for the holiday: Friday afternoon runs into it.
        (local(7, 14), Limit(1, Unit.WORKING_DAY), local(8, 12)),
        (local(8, 14), Limit(1, Unit.WORKING_DAY), local(10, 12)),
    ],
)
def test_a_limit_is_due_when_its_time_is_used_up(
    start: datetime, limit: Limit, due: datetime
) -> None:
    assert due_at(start, limit, CALENDAR) == due


def test_what_is_used_up_at_the_end_of_the_day_is_due_then_not_next_morning() -> None:
    assert due_at(local(6, 14), Limit(4, Unit.WORKING_HOUR), CALENDAR) == local(6, 18)


def test_a_parked_case_costs_nobody_time() -> None:
    pause = Pause(local(6, 9), local(7, 9))
    assert due_at(local(6, 8), Limit(1, Unit.WORKING_DAY), CALENDAR, [pause]) == local(7, 18)
    assert due_at(local(6, 8), Limit(3, Unit.URGENT_HOUR), CALENDAR, [pause]) == local(7, 11)


def test_a_case_that_stays_parked_is_not_due() -> None:
    assert (
        due_at(local(6, 8), Limit(2, Unit.URGENT_HOUR), CALENDAR, [Pause(local(6, 9), None)])
        is None
    )
    assert (
        due_at(local(6, 8), Limit(1, Unit.WORKING_DAY), CALENDAR, [Pause(local(6, 9), None)])
        is None
    )


def test_the_explanation_tells_every_span_and_why() -> None:
    told = explain(local(30, 17, month=4), local(6, 9), Unit.WORKING_HOUR, CALENDAR)
    assert [(s.start, s.end, s.why) for s in told] == [
        (local(30, 17, month=4), local(30, 18, month=4), Why.RUNNING),
        (local(30, 18, month=4), local(1, 0), Why.OFF_HOURS),
        (local(1, 0), local(3, 0), Why.WEEKEND),
        (local(3, 0), local(6, 0), Why.HOLIDAY),
        (local(6, 0), local(6, 8), Why.OFF_HOURS),
        (local(6, 8), local(6, 9), Why.RUNNING),
    ]


WEEK = datetime(2021, 4, 23, tzinfo=UTC)
moments = st.integers(0, 21 * 24 * 60).map(lambda n: WEEK + timedelta(minutes=n))
limits = st.builds(Limit, st.integers(1, 6), st.sampled_from(Unit))
calendars = st.builds(
    Calendar,
    zone=st.sampled_from([SHANGHAI, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")]),
    hours=st.sampled_from(
        [
            ((time(8), time(12)), (time(14), time(18))),
            ((time(9), time(17)),),
            ((time(0), time(6)), (time(22, 30), time(23, 59))),
        ]
    ),
    exceptions=st.dictionaries(
        st.dates(date(2021, 4, 20), date(2021, 6, 1)), st.booleans(), max_size=12
    )
    | st.just(MAY_2021),
)
pauses = st.lists(
    st.builds(
        lambda start, n: Pause(start, None if n is None else start + timedelta(minutes=n)),
        moments,
        st.none() | st.integers(0, 5000),
    ),
    max_size=3,
)


@given(start=moments, limit=limits, calendar=calendars, stops=pauses)
@settings(deadline=None, max_examples=300)
def test_due_times_agree_with_a_clock_that_walks_minute_by_minute(
    start: datetime, limit: Limit, calendar: Calendar, stops: list[Pause]
) -> None:
    horizon = start + timedelta(days=45)
    slow = minute_oracle.due_at(start, limit, calendar, stops, horizon=horizon)
    quick = due_at(start, limit, calendar, stops)
    assert quick == slow or (slow is None and (quick is None or quick > horizon))


@given(
    start=moments,
    minutes=st.integers(0, 9000),
    unit=st.sampled_from(Unit),
    calendar=calendars,
    stops=pauses,
)
@settings(deadline=None, max_examples=150)
def test_elapsed_time_agrees_and_the_explanation_has_no_gaps(
    start: datetime, minutes: int, unit: Unit, calendar: Calendar, stops: list[Pause]
) -> None:
    end = start + timedelta(minutes=minutes)
    assert elapsed(start, end, unit, calendar, stops) == minute_oracle.elapsed(
        start, end, unit, calendar, stops
    )
    told = explain(start, end, unit, calendar, stops)
    edges = [start] + [span.end for span in told]
    assert [span.start for span in told] == edges[:-1]
    assert edges[-1] == end
