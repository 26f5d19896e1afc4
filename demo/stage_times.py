"""When each generated case reached each stage, as if every case lived to its end."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from demo.mix import ClassMix
from demo.times import DAY_S, HOUR_S, Seconds, WorkingClock

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

MOVED_BACK_S: Final = 28 * DAY_S
"""Four weeks: what would be one too many at the end comes earlier, at the same hour of the week."""

LATE_SHARE: Final = 0.03
"""The share that replied after its time."""

AMBER_SHARE: Final = 0.75
"""How much of its time a case has used when it turns amber."""

ALLOWANCE_S: Final = 3 * HOUR_S
"""So much longer than its department's limit is a case's own (see `cases.clocks.limits`)."""


@dataclass(slots=True)
class Times:
    """When each stage was reached, as if every case lived to its end."""

    reported: Seconds
    accepted: Seconds
    filed: Seconds
    dispatched: Seconds
    acknowledged: Seconds
    assigned: Seconds
    handled: Seconds
    replied: Seconds
    reworked: Seconds
    replied_again: Seconds
    sent_to_check: Seconds
    checked: Seconds
    closed: Seconds
    amber: Seconds
    due: Seconds

    def move_back(self, rows: Flags, until: Seconds, end_s: int) -> None:
        """Move these cases back by whole steps until `until`, one of their times, is past."""
        self.move(rows, -((until[rows] - end_s) // MOVED_BACK_S + 1) * MOVED_BACK_S)

    def move(self, rows: Flags, by_s: Seconds) -> None:
        """Move whole lives: every time of these cases by so many seconds."""
        for field in fields(self):
            getattr(self, field.name)[rows] += by_s


@dataclass(frozen=True, slots=True)
class _Limits:
    """The limit of each case, and how it is used up: in working hours, or straight on."""

    seconds: Seconds
    working: Flags
    clock: WorkingClock

    def after(self, start: Seconds, share: NDArray[np.float64]) -> Seconds:
        """Return when this share of each limit is used up."""
        return self._spend(start, np.asarray(self.seconds * share, dtype=np.int64))

    def whole(self, start: Seconds, share: float) -> Seconds:
        """The same of the time of the whole case: the centre's own steps come on top."""
        spent = np.asarray((self.seconds + ALLOWANCE_S) * share, dtype=np.int64)
        return self._spend(start, spent)

    def _spend(self, start: Seconds, spent: Seconds) -> Seconds:
        return np.where(self.working, self.clock.add(start, spent), start + spent)


def draw_times(
    rng: Generator, reported: Seconds, of: Indices, mix: ClassMix, clock: WorkingClock
) -> Times:
    """Draw the stages of each case. Working limits are worked off in working hours."""
    rows = len(reported)
    limits = _Limits(mix.limit_s[of], mix.in_working_hours[of], clock)

    def lag(mean_s: float, most_s: int) -> Seconds:
        return np.minimum(rng.exponential(mean_s, rows), most_s).astype(np.int64) + 20

    accepted = reported + lag(5 * 60, 2400)
    filed = accepted + lag(4 * 60, 1500)
    dispatched = filed + lag(6 * 60, 2400)
    reply_share = _reply_shares(rng, rows)
    handled = np.maximum(
        limits.after(dispatched, reply_share * rng.uniform(0.05, 0.5, rows)), dispatched
    )
    replied = np.maximum(limits.after(filed, reply_share), handled + lag(8 * 60, HOUR_S))
    reworked = replied + lag(80 * 60, 6 * HOUR_S)
    acknowledged = between(dispatched, handled, rng.uniform(0.05, 0.4, rows))
    checked = replied + lag(70 * 60, 6 * HOUR_S)
    return Times(
        reported=reported,
        accepted=accepted,
        filed=filed,
        dispatched=dispatched,
        acknowledged=acknowledged,
        assigned=between(acknowledged, handled, rng.uniform(0.1, 0.6, rows)),
        handled=handled,
        replied=replied,
        reworked=reworked,
        replied_again=reworked + lag(2 * HOUR_S, DAY_S),
        sent_to_check=between(replied, checked, rng.uniform(0.05, 0.5, rows)),
        checked=checked,
        closed=np.zeros(rows, dtype=np.int64),
        amber=limits.whole(filed, AMBER_SHARE),
        due=limits.whole(filed, 1.0),
    )


def _reply_shares(rng: Generator, rows: int) -> NDArray[np.float64]:
    """How much of its limit each case has used when the department replies."""
    shares = rng.beta(2.2, 2.4, rows) * 0.85 + 0.1
    late = rng.random(rows) < LATE_SHARE
    shares[late] = 1.02 + rng.exponential(0.4, int(late.sum()))
    return np.asarray(shares)


def between(start: Seconds, end: Seconds, share: NDArray[np.float64] | float) -> Seconds:
    """Return the moment at this share of the way from `start` to `end`."""
    return np.asarray(start + (end - start) * share, dtype=np.int64)


T = TypeVar("T", bound="DataclassInstance")


def some_of(arrays: T, rows: Indices) -> T:
    """Return the same arrays with these rows only."""
    return type(arrays)(**{f.name: getattr(arrays, f.name)[rows] for f in fields(arrays)})
