"""The minute-by-minute oracle, asked once for every minute of a year and a half.

`minute_oracle.counts` says of each minute whether it is on the clock; a case then only adds those
minutes up, one after the other. Nothing of `standards.clocks` but its words is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standards.clocks import Calendar, Limit, Pause, Unit
from tests.standards import minute_oracle

FIRST: Final = datetime(2025, 12, 1, tzinfo=UTC)
MINUTES: Final = 550 * 24 * 60
MINUTE: Final = timedelta(minutes=1)


class MinuteTable:
    """Which minutes of a calendar are worked."""

    def __init__(self, calendar: Calendar) -> None:
        unit = Unit.WORKING_HOUR
        self._worked = np.fromiter(
            (minute_oracle.counts(FIRST + n * MINUTE, unit, calendar, ()) for n in range(MINUTES)),
            dtype=bool,
            count=MINUTES,
        )

    def _counting(
        self, start: datetime, end: datetime, unit: Unit, pauses: Iterable[Pause]
    ) -> NDArray[np.bool_]:
        first, last = _index(start), _index(end)
        if unit in (Unit.URGENT_HOUR, Unit.URGENT_DAY):
            counting = np.ones(last - first, dtype=bool)
        else:
            counting = self._worked[first:last].copy()
        for pause in pauses:
            until = last if pause.end is None else _index(pause.end)
            counting[max(0, _index(pause.start) - first) : max(0, until - first)] = False
        return counting

    def due_at(
        self, start: datetime, limit: Limit, pauses: list[Pause], *, horizon: datetime
    ) -> datetime | None:
        """The end of the minute that uses the limit up; None if none does before `horizon`."""
        total = np.cumsum(self._counting(start, horizon, limit.unit, pauses))
        need = minute_oracle.minutes_of(limit)
        if not len(total) or total[-1] < need:
            return None
        return start + (int(np.searchsorted(total, need)) + 1) * MINUTE

    def elapsed(self, start: datetime, end: datetime, unit: Unit, pauses: list[Pause]) -> timedelta:
        return int(self._counting(start, end, unit, pauses).sum()) * MINUTE


def _index(moment: datetime) -> int:
    return (moment - FIRST) // MINUTE
