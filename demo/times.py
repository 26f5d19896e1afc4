"""When things happen in the demo city: the year, the week, the day, and the working clock.

Times are whole seconds since 1970-01-01 UTC (int64) unless a name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from standards.clocks import Calendar

Seconds = NDArray[np.int64]

DAY_S: Final = 86_400
HOUR_S: Final = 3_600

# Share of an hour of the day, 0 to 23 h. Light load from 0 to 6 h; at night it is the street trade
# that keeps the desk busy (店外经营), and what cannot wait.
CURVES: Final = {
    "day": (
        *(1, 1, 0.5, 0.5, 0.5, 1, 8, 40, 85, 100, 92, 60),
        *(30, 45, 78, 88, 80, 55, 38, 40, 36, 24, 9, 3),
    ),
    "night": (
        *(16, 13, 11, 5, 3, 4, 14, 30, 44, 48, 40, 44),
        *(36, 26, 28, 30, 38, 62, 84, 96, 92, 70, 48, 28),
    ),
    "round": (
        *(4, 3, 3, 3, 3, 6, 24, 52, 74, 80, 70, 52),
        *(38, 46, 62, 66, 60, 48, 36, 30, 26, 20, 14, 8),
    ),
}

# January to December: summer brings more, the Spring Festival less.
MONTHS: Final = (0.86, 0.72, 0.98, 1.02, 1.06, 1.08, 1.12, 1.10, 1.04, 1.02, 1.00, 0.94)
# Monday to Sunday.
WEEK: Final = (1.06, 1.05, 1.04, 1.04, 1.02, 0.92, 0.87)
START_UP_DAYS: Final = 120
"""A new platform needs its first months to reach its usual load."""
WOBBLE: Final = 0.09
"""Standard deviation of the logarithm of a day's load."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` (inclusive) to `until` (exclusive)."""

    since: datetime
    until: datetime


def report_times(rng: Generator, span: Span, curve: list[str], of: NDArray[np.intp]) -> Seconds:
    """Draw the time of each report: its day by season and week, its hour by its class's curve.

    Args:
        curve: name of the curve of each class; `of`: class of each report.
    """
    midnights, weight = _days(rng, span)
    day = rng.choice(midnights, size=len(of), p=weight)
    hour = np.empty(len(of), dtype=np.int64)
    names = np.array(curve)[of]
    for name, load in CURVES.items():
        mine = names == name
        share = np.array(load) / np.sum(load)
        hour[mine] = rng.choice(24, size=int(mine.sum()), p=share)
    return np.asarray(day + hour * HOUR_S + rng.integers(0, HOUR_S, len(of)), dtype=np.int64)


def _days(rng: Generator, span: Span) -> tuple[Seconds, NDArray[np.float64]]:
    """Return each day's local midnight and its share of the load. The zone has no summer time."""
    first, last = int(span.since.timestamp()), int(span.until.timestamp())
    midnights = np.arange(first, last, DAY_S, dtype=np.int64)
    days = [datetime.fromtimestamp(s, tz=span.since.tzinfo) for s in midnights.tolist()]
    season = np.array([MONTHS[day.month - 1] * WEEK[day.weekday()] for day in days])
    growth = np.minimum(1.0, 0.25 + 0.75 * np.arange(len(days)) / START_UP_DAYS)
    load = season * growth * rng.lognormal(0.0, WOBBLE, len(days))
    return midnights, load / load.sum()


class WorkingClock:
    """Adds working time by a calendar: its hours, holidays and made-up days."""

    def __init__(self, calendar: Calendar, span: Span) -> None:
        """Lay out the working spans of `span`."""
        days = (span.until - span.since).days + 1
        spans = [
            (int(worked.start.timestamp()), int(worked.end.timestamp()))
            for n in range(days)
            for worked in calendar.day_spans(span.since.date() + timedelta(days=n))
            if worked.counted
        ]
        self._starts, self._ends = np.array(spans, dtype=np.int64).T
        self._worked = np.concatenate([[0], np.cumsum(self._ends - self._starts)])

    def add(self, start: Seconds, working_s: Seconds) -> Seconds:
        """Return when `working_s` seconds of working time have passed since `start`."""
        at = np.searchsorted(self._ends, start, side="right")
        done = self._worked[at] + np.maximum(0, start - self._starts[at])
        total = done + working_s
        into = np.searchsorted(self._worked, total, side="left") - 1
        return np.asarray(self._starts[into] + total - self._worked[into], dtype=np.int64)
