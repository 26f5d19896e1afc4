"""Day, week and working hours of the demo city."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from demo.figures import FIGURES_AT, OPENED_AT, ZONE
from demo.times import CURVES, Span, WorkingClock, report_times
from standards.clocks import Calendar

SPAN = Span(OPENED_AT, FIGURES_AT)


def draws(curve: str, seed: int = 7) -> np.ndarray:
    of = np.zeros(40_000, dtype=np.intp)
    return report_times(np.random.default_rng(seed), SPAN, [curve], of)


def local_hours(times: np.ndarray) -> np.ndarray:
    return (times // 3600 + 8) % 24


@pytest.mark.parametrize("curve", CURVES)
def test_reports_fall_between_opening_and_the_figures(curve: str) -> None:
    times = draws(curve)
    assert times.min() >= OPENED_AT.timestamp()
    assert times.max() < FIGURES_AT.timestamp()


def test_the_load_is_light_from_midnight_to_six() -> None:
    assert np.mean(local_hours(draws("day")) < 6) < 0.01


def test_the_street_trade_keeps_the_night_busy() -> None:
    night = np.mean(local_hours(draws("night")) < 6)
    assert 0.03 < night < 0.08


def test_weekends_are_quieter_and_the_spring_festival_month_too() -> None:
    days = [datetime.fromtimestamp(t, tz=ZONE) for t in draws("day").tolist()]
    weekend = sum(day.weekday() >= 5 for day in days) / len(days)
    february, july = (sum(day.month == month for day in days) for month in (2, 7))
    assert weekend < 2 / 7
    assert february < july


def test_the_same_seed_draws_the_same_times() -> None:
    assert np.array_equal(draws("day"), draws("day"))
    assert not np.array_equal(draws("day"), draws("day", seed=8))


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2022-04-20T09:00", 8, "2022-04-21T09:00"),  # a Wednesday
        ("2022-04-20T11:00", 2, "2022-04-20T15:00"),  # over the midday break
        ("2022-04-15T17:00", 2, "2022-04-18T09:00"),  # over a weekend
        ("2022-04-22T17:00", 2, "2022-04-24T09:00"),  # a Sunday that is worked
        ("2022-04-23T10:00", 1, "2022-04-24T09:00"),  # on a Saturday
        ("2022-04-20T02:00", 4, "2022-04-20T12:00"),  # at night
        ("2022-04-20T08:00", 8, "2022-04-20T18:00"),  # exactly one day
    ],
)
def test_working_time_runs_in_working_hours_only(start: str, hours: int, due: str) -> None:
    calendar = Calendar(ZONE, exceptions={date(2022, 4, 24): True})
    clock = WorkingClock(calendar, Span(OPENED_AT, FIGURES_AT + timedelta(days=60)))
    at = datetime.fromisoformat(start).replace(tzinfo=ZONE)
    (seconds,) = clock.add(np.array([int(at.timestamp())]), np.array([hours * 3600])).tolist()
    expected = datetime.fromisoformat(due).replace(tzinfo=ZONE)
    assert datetime.fromtimestamp(seconds, tz=UTC) == expected
