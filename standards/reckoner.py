"""Counted time of a calendar for many moments at once, exactly as `standards.clocks` counts it.

A calendar's working spans are laid out once with what was counted before each of them; counting is
then a search and an addition. Moments and lengths are int64 microseconds; moments since 1970 UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standards.clocks import Calendar

Micros = NDArray[np.int64]

NEVER: Final = np.iinfo(np.int64).max
"""A moment that does not come; PostgreSQL's own number for 'infinity'."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


class Reckoner:
    """Counts in one calendar between two days; None as calendar counts day and night."""

    def __init__(self, calendar: Calendar | None, first: date, last: date) -> None:
        self._continuous = calendar is None
        if calendar is not None:
            edges = np.array(list(_edges(calendar, first, last)), dtype=np.int64).reshape(-1, 2)
            self._starts, self._ends = edges[:, 0].copy(), edges[:, 1].copy()
            self._until = np.cumsum(self._ends - self._starts)
            self._before = np.concatenate([[0], self._until[:-1]]).astype(np.int64)

    def counted(self, at: Micros) -> Micros:
        """Return what was counted from the first day until each moment."""
        if self._continuous:
            return at
        span = np.searchsorted(self._starts, at, side="right") - 1
        inside = np.clip(at - self._starts[span], 0, self._ends[span] - self._starts[span])
        return np.where(span < 0, 0, self._before[span] + inside)

    def when(self, counted: Micros) -> Micros:
        """Return the first moment at which so much was counted; NEVER beyond the last day."""
        if self._continuous:
            return counted
        span = np.searchsorted(self._until, counted, side="left")
        beyond = span >= len(self._until)
        span = np.minimum(span, len(self._until) - 1)
        at = self._starts[span] + counted - self._before[span]
        return np.where(beyond, NEVER, at)


def _edges(calendar: Calendar, first: date, last: date) -> Iterable[tuple[int, int]]:
    for n in range((last - first).days + 1):
        for span in calendar.day_spans(first + timedelta(days=n)):
            if span.counted:
                yield micros(span.start), micros(span.end)
