"""The life of each generated case: when it reached each stage, and where it stands.

The published counts are met to the unit: so many never filed, so many not yet due, so many due and
not closed. Everything is arrays with one entry per case; times are seconds since 1970 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cases.states import State
from demo.figures import Figures
from demo.mix import ClassMix
from demo.times import DAY_S, HOUR_S, Seconds, WorkingClock

Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

STATES: Final = (
    State.REPORTED,
    State.ACCEPTED,
    State.FILED,
    State.DISPATCHED,
    State.HANDLING,
    State.REPLIED,
    State.CHECKED,
    State.CLOSED,
    State.REFUSED,
)
"""What `Lives.standing` counts through, in the order of a life."""

DISPATCHED, HANDLING, REPLIED, CHECKED, CLOSED, REFUSED = (
    STATES.index(state)
    for state in (
        State.DISPATCHED,
        State.HANDLING,
        State.REPLIED,
        State.CHECKED,
        State.CLOSED,
        State.REFUSED,
    )
)

QUIET_BEFORE_END_S: Final = 3 * HOUR_S
"""The last report comes this long before the moment of the figures: time to be dispatched."""

MOVED_BACK_S: Final = 28 * DAY_S
"""Four weeks: what would be one too many at the end comes earlier, at the same hour of the week."""

REWORK_SHARE: Final = 0.006
LATE_SHARE: Final = 0.03
"""Of the closed: the share that was sent back once, and the share that replied after its time."""


@dataclass(slots=True)
class Times:
    """When each stage was reached, as if every case lived to its end."""

    reported: Seconds
    accepted: Seconds
    filed: Seconds
    dispatched: Seconds
    handled: Seconds
    replied: Seconds
    reworked: Seconds
    replied_again: Seconds
    checked: Seconds
    closed: Seconds
    due: Seconds

    def move_back(self, rows: Flags, until: Seconds, end_s: int) -> None:
        """Move these cases back by whole steps until `until`, one of their times, is past."""
        steps = (until[rows] - end_s) // MOVED_BACK_S + 1
        for field in fields(self):
            getattr(self, field.name)[rows] -= steps * MOVED_BACK_S


@dataclass(slots=True)
class Lives:
    """Times, and where each case stands (an index into STATES).

    `sent_back`: reworked once. `never_filed`, `refused`: accepted but not filed, not even accepted.
    """

    times: Times
    standing: Indices
    sent_back: Flags
    never_filed: Flags
    refused: Flags


def draw_times(
    rng: Generator, reported: Seconds, of: Indices, mix: ClassMix, clock: WorkingClock
) -> Times:
    """Draw the stages of each case. Working limits are worked off in working hours."""
    rows = len(reported)
    limit, working = mix.limit_s[of], mix.in_working_hours[of]

    def after(start: Seconds, share: NDArray[np.float64]) -> Seconds:
        spent = np.asarray(limit * share, dtype=np.int64)
        return np.where(working, clock.add(start, spent), start + spent)

    def lag(mean_s: float, most_s: int) -> Seconds:
        return np.minimum(rng.exponential(mean_s, rows), most_s).astype(np.int64) + 20

    accepted = reported + lag(5 * 60, 2400)
    filed = accepted + lag(4 * 60, 1500)
    dispatched = filed + lag(6 * 60, 2400)
    reply_share = rng.beta(2.2, 2.4, rows) * 0.85 + 0.1
    late = rng.random(rows) < LATE_SHARE
    reply_share[late] = 1.02 + rng.exponential(0.4, int(late.sum()))
    handled = np.maximum(after(dispatched, reply_share * rng.uniform(0.05, 0.5, rows)), dispatched)
    replied = np.maximum(after(filed, reply_share), handled + lag(8 * 60, HOUR_S))
    reworked = replied + lag(80 * 60, 6 * HOUR_S)
    return Times(
        reported=reported,
        accepted=accepted,
        filed=filed,
        dispatched=dispatched,
        handled=handled,
        replied=replied,
        reworked=reworked,
        replied_again=reworked + lag(2 * HOUR_S, DAY_S),
        checked=replied + lag(70 * 60, 6 * HOUR_S),
        closed=np.zeros(rows, dtype=np.int64),
        due=after(filed, np.ones(rows)),
    )


def live(
    rng: Generator, times: Times, litter: Flags, refused: Flags, figures: Figures, end_s: int
) -> Lives:
    """Decide how each case ends so that the figures hold to the unit at `end_s`.

    Args:
        litter: reports of litter from cars; the valid ones are all filed.
        refused: reports that were refused at review.
    """
    quiet = times.reported + QUIET_BEFORE_END_S
    times.move_back(quiet > end_s, quiet, end_s)
    rows = len(litter)
    sent_back = rng.random(rows) < REWORK_SHARE
    times.checked[sent_back] = times.replied_again[sent_back] + HOUR_S
    times.closed = times.checked + rng.integers(60, HOUR_S, rows)
    never_filed = _some(rng, ~litter & ~refused, figures.never_filed)
    filed = ~never_filed & ~refused
    not_due = _not_yet_due(rng, times, filed, figures.not_yet_due, end_s)
    late = _late(rng, times, filed & ~not_due, figures.due_not_closed, end_s)
    standing = np.full(rows, CLOSED, dtype=np.intp)
    standing[never_filed | refused] = REFUSED
    still_open = not_due | late
    standing[still_open] = _standing(rng, times, end_s)[still_open]
    return Lives(times, standing, sent_back & ~still_open & filed, never_filed, refused)


def _not_yet_due(rng: Generator, times: Times, filed: Flags, count: int, end_s: int) -> Flags:
    """Return exactly `count` filed cases that are due after the end, and move the others back."""
    candidates = filed & (times.due > end_s)
    kept = _some(rng, candidates, min(count, int(candidates.sum())))
    times.move_back(candidates & ~kept, times.due, end_s)
    missing = count - int(kept.sum())
    if missing:  # a very small city: the newest cases get an extension
        newest = np.argsort(np.where(filed & ~kept, times.filed, 0))[-missing:]
        times.due[newest] = end_s + rng.integers(HOUR_S, 2 * DAY_S, missing)
        kept[newest] = True
    return kept


def _late(rng: Generator, times: Times, due: Flags, count: int, end_s: int) -> Flags:
    """Return exactly `count` due cases that are not closed: unfinished ones first, then recent."""
    unfinished = due & (times.closed >= end_s)
    kept = _some(rng, unfinished, min(count, int(unfinished.sum())))
    times.move_back(unfinished & ~kept, times.closed, end_s)
    recent = 0.15 + np.exp((times.due - end_s) / (200.0 * DAY_S))
    return kept | _some(rng, due & ~unfinished, count - int(kept.sum()), weight=recent)


def _standing(rng: Generator, times: Times, end_s: int) -> Indices:
    """Return where a case that is not closed stands: never further than it has come by the end."""
    drawn = rng.choice(
        (DISPATCHED, HANDLING, REPLIED, CHECKED), size=len(times.due), p=(0.2, 0.55, 0.17, 0.08)
    )
    reached = np.full(len(times.due), DISPATCHED)
    for stage in (times.handled, times.replied, times.checked):
        reached += stage < end_s
    return np.asarray(np.minimum(drawn, reached), dtype=np.intp)


def _some(
    rng: Generator, among: Flags, count: int, weight: NDArray[np.float64] | None = None
) -> Flags:
    """Return `count` of the rows of `among`, drawn without replacement (Gumbel's trick)."""
    key = rng.gumbel(size=len(among)) + (0.0 if weight is None else np.log(weight))
    key = np.where(among, key, -np.inf)
    chosen = np.zeros(len(among), dtype=bool)
    if count > 0:
        chosen[np.argpartition(key, -count)[-count:]] = True
    return chosen
