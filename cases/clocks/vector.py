"""Due times of many clocks at once: equal to `cases.clocks.values`, clock by clock.

All moments and lengths are int64 microseconds (moments since 1970 UTC, `NEVER` = none).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standards.reckoner import NEVER, Micros, Reckoner

Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Columns of clocks.

    Attributes:
        unit: index of the reckoner that each of them counts by.
        length: of its limit; 0 = none.
        fixed_due, fixed_at: NEVER where its due time was not set.
        pause_of, pause_start, pause_end: all pauses, by clock (an index) and then by start.
    """

    started: Micros
    stopped: Micros
    length: Micros
    unit: Indices
    fixed_due: Micros
    fixed_at: Micros
    pause_of: Indices
    pause_start: Micros
    pause_end: Micros


@dataclass(frozen=True, slots=True)
class Due:
    """What follows for each clock: NEVER = not due; `counted` until it stopped, or until now."""

    due: Micros
    amber: Micros
    counted: Micros
    overdue: Micros


def reckon(
    clocks: Clocks, reckoners: list[Reckoner], *, continuous: int, amber_percent: int, at: int
) -> Due:
    """Work out every clock; `continuous` is the index of the reckoner that never rests."""
    ranks = list(_ranks(clocks))
    fixed = clocks.fixed_due != NEVER
    day_and_night = np.full(len(clocks.unit), continuous, dtype=np.intp)
    due = _used_up(clocks.started, clocks.length, clocks.unit, ranks, reckoners)
    due[clocks.length == 0] = NEVER
    if fixed.any():
        left = np.where(fixed, clocks.fixed_due - clocks.fixed_at, 0)
        since = np.where(fixed, clocks.fixed_at, clocks.started)
        at_date = _used_up(since, left, day_and_night, ranks, reckoners)
        due = np.where(fixed, at_date, due)
    whole = clocks.length
    if fixed.any():
        end = np.where(due == NEVER, clocks.started, due)
        spent = _elapsed(clocks.started, end, clocks.unit, ranks, reckoners)
        whole = np.where(fixed, spent, whole)
    soon = whole * amber_percent // 100
    amber = _used_up(clocks.started, soon, clocks.unit, ranks, reckoners)
    amber = np.where(soon == 0, clocks.started, amber)
    end = np.where(clocks.stopped == NEVER, at, clocks.stopped)
    return Due(
        due=due,
        amber=np.where(due == NEVER, NEVER, amber),
        counted=_elapsed(clocks.started, end, clocks.unit, ranks, reckoners),
        overdue=np.where(due < end, due, NEVER),
    )


Rank = tuple[Indices, Micros, Micros]
"""The n-th pause of those clocks that have one: which clocks, start, end."""


def _ranks(clocks: Clocks) -> Iterator[Rank]:
    if not len(clocks.pause_of):
        return
    first = np.searchsorted(clocks.pause_of, clocks.pause_of, side="left")
    rank = np.arange(len(clocks.pause_of)) - first
    for n in range(int(rank.max()) + 1):
        mine = rank == n
        yield clocks.pause_of[mine], clocks.pause_start[mine], clocks.pause_end[mine]


def _each(unit: Indices, reckoners: list[Reckoner]) -> Iterator[tuple[Reckoner, Indices]]:
    for n, reckoner in enumerate(reckoners):
        of = np.flatnonzero(unit == n)
        if len(of):
            yield reckoner, of


def _counted(at: Micros, unit: Indices, reckoners: list[Reckoner]) -> Micros:
    counted = np.empty_like(at)
    for reckoner, of in _each(unit, reckoners):
        counted[of] = reckoner.counted(at[of])
    return counted


def _when(counted: Micros, unit: Indices, reckoners: list[Reckoner]) -> Micros:
    at = np.empty_like(counted)
    for reckoner, of in _each(unit, reckoners):
        at[of] = reckoner.when(counted[of])
    return at


def _used_up(
    start: Micros, length: Micros, unit: Indices, ranks: list[Rank], reckoners: list[Reckoner]
) -> Micros:
    """Return when so much is used up: pause by pause, as long as something is left before it."""
    left, since = length.copy(), start.copy()
    done = np.zeros(len(start), dtype=bool)
    for of, pause_start, pause_end in ranks:
        mine, now = unit[of], since[of]
        before = np.maximum(pause_start, now)
        used = _counted(before, mine, reckoners) - _counted(now, mine, reckoners)
        # What is used up before a pause, or as it begins, is due then.
        done[of] |= used >= left[of]
        going_on = ~done[of]
        left[of[going_on]] -= used[going_on]
        since[of[going_on]] = np.maximum(now, pause_end)[going_on]
    standing = ~done & (since == NEVER)
    since[standing] = start[standing]
    due = _when(_counted(since, unit, reckoners) + left, unit, reckoners)
    due[standing] = NEVER
    return due


def _elapsed(
    start: Micros, end: Micros, unit: Indices, ranks: list[Rank], reckoners: list[Reckoner]
) -> Micros:
    total, since = np.zeros_like(start), start.copy()
    for of, pause_start, pause_end in ranks:
        mine, now, last = unit[of], since[of], end[of]
        until = np.clip(pause_start, now, np.maximum(last, now))
        total[of] += _counted(until, mine, reckoners) - _counted(now, mine, reckoners)
        since[of] = np.maximum(now, np.minimum(pause_end, last))
    rest = np.maximum(end, since)  # also where it has not begun yet
    return total + _counted(rest, unit, reckoners) - _counted(since, unit, reckoners)
