"""Local clock times of a file as instants, with the hours that a clock change makes odd."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Instants = NDArray[np.datetime64]
Mask = NDArray[np.bool_]

_STEP_S = 15 * 60
"""Clocks change on quarters of an hour, so one offset holds for each quarter."""


@dataclass(frozen=True)
class LocalTimes:
    """Instants in UTC (datetime64[us], NaT = blank or unreadable), and what was odd about each.

    ambiguous: the clock showed this time twice; the first was taken.
    skipped: the clock never showed this time; it was read as if the change had not come yet.
    """

    utc: Instants
    unreadable: Mask
    ambiguous: Mask
    skipped: Mask


class LocalClock:
    """Reads times of one zone in one format (as of `strptime`)."""

    def __init__(self, zone: ZoneInfo, form: str) -> None:
        self._zone, self._form = zone, form
        self._offsets: dict[int, tuple[int, int]] = {}

    def read(self, texts: Sequence[str] | NDArray[np.object_]) -> LocalTimes:
        given = pd.Series(texts, dtype=object)
        local = pd.to_datetime(given, format=self._form, errors="coerce").to_numpy()
        local = local.astype("datetime64[us]")
        known = ~np.isnat(local)
        first, second = self._offsets_at(local, known)
        return LocalTimes(
            utc=local - first.astype("timedelta64[s]"),
            unreadable=~known & (given != "").to_numpy(),
            ambiguous=first > second,
            skipped=first < second,
        )

    def _offsets_at(self, local: Instants, known: Mask) -> tuple[NDArray[np.int64], ...]:
        """Return the seconds east of UTC of each time, for its first and its second showing."""
        quarters = np.where(known, local.astype("datetime64[s]").astype(np.int64) // _STEP_S, 0)
        seen, place = np.unique(quarters, return_inverse=True)
        table = np.array([self._offset(int(quarter)) for quarter in seen])
        return tuple(table[place].reshape(-1, 2).T)

    def _offset(self, quarter: int) -> tuple[int, int]:
        if quarter not in self._offsets:
            wall = datetime(1970, 1, 1, tzinfo=self._zone) + timedelta(seconds=quarter * _STEP_S)
            first, second = (wall.replace(fold=fold).utcoffset() for fold in (0, 1))
            self._offsets[quarter] = (_seconds(first), _seconds(second))
        return self._offsets[quarter]


def _seconds(offset: timedelta | None) -> int:
    return round((offset or timedelta()).total_seconds())
