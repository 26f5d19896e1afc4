"""The life of each generated case: when it reached each stage, and where it stands.

The published counts are met to the unit: so many never filed, so many not yet due, so many due and
not closed. Everything is arrays with one entry per case; times are seconds since 1970 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cases.states import State
from demo.figures import Figures
from demo.stage_times import Times
from demo.times import DAY_S, HOUR_S

Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

STATES: Final = (
    State.REPORTED,
    State.ACCEPTED,
    State.VERIFYING,
    State.FILED,
    State.DISPATCHED,
    State.ACKNOWLEDGED,
    State.ASSIGNED,
    State.HANDLING,
    State.DEFERRED,
    State.PARKED,
    State.REPLIED,
    State.CHECKING,
    State.CHECKED,
    State.CLOSED,
    State.REFUSED,
)
"""What `Lives.standing` counts through, in the order of a life."""

STANDING: Final = {state: index for index, state in enumerate(STATES)}
CLOSED: Final = STANDING[State.CLOSED]
REFUSED: Final = STANDING[State.REFUSED]
HANDLING: Final = STANDING[State.HANDLING]

OPEN_SHARES: Final = {
    State.DISPATCHED: 0.10,
    State.ACKNOWLEDGED: 0.08,
    State.ASSIGNED: 0.12,
    State.HANDLING: 0.47,
    State.REPLIED: 0.08,
    State.CHECKING: 0.09,
    State.CHECKED: 0.06,
}
"""Where the cases that are not closed stand, unless they have not come that far yet."""

QUIET_BEFORE_END_S: Final = 3 * HOUR_S
"""The last report comes this long before the moment of the figures: time to be dispatched."""

REWORK_SHARE: Final = 0.006
"""Of the closed: the share that was sent back once."""

AT_THE_DESK_SHARE: Final = 0.04
"""Of the never filed: the share that came in on the last day and is not decided yet."""


@dataclass(slots=True)
class Lives:
    """Times, and where each case stands (an index into STATES).

    `sent_back`: reworked once. `never_filed`, `refused`: accepted but not filed, not even accepted.
    `at_the_desk`: those of the never filed that are not decided yet.
    """

    times: Times
    standing: Indices
    sent_back: Flags
    never_filed: Flags
    refused: Flags
    at_the_desk: Flags


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
    times.sent_to_check[sent_back] = times.replied_again[sent_back] + HOUR_S // 4
    times.closed = times.checked + rng.integers(60, HOUR_S, rows)
    never_filed = _some(rng, ~litter & ~refused, figures.never_filed)
    filed = ~never_filed & ~refused
    not_due = _not_yet_due(rng, times, filed, figures.not_yet_due, end_s)
    late = _late(rng, times, filed & ~not_due, figures.due_not_closed, end_s)
    standing = np.full(rows, CLOSED, dtype=np.intp)
    standing[never_filed | refused] = REFUSED
    still_open = not_due | late
    standing[still_open] = _standing(rng, times, end_s)[still_open]
    at_the_desk = _at_the_desk(rng, times, never_filed, end_s)
    standing[at_the_desk] = STANDING[State.ACCEPTED]
    reworked = sent_back & ~still_open & filed
    return Lives(times, standing, reworked, never_filed, refused, at_the_desk)


def _at_the_desk(rng: Generator, times: Times, never_filed: Flags, end_s: int) -> Flags:
    """Return a few of the never filed, moved into the last day; somebody was refused, too."""
    count = int(never_filed.sum())
    few = _some(rng, never_filed, min(count - 1, max(2, round(count * AT_THE_DESK_SHARE))))
    late = end_s - QUIET_BEFORE_END_S - times.reported[few]
    times.move(few, late // DAY_S * DAY_S)
    return few


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
    states = [STANDING[state] for state in OPEN_SHARES]
    drawn = rng.choice(len(states), size=len(times.due), p=list(OPEN_SHARES.values()))
    reached = np.zeros(len(times.due), dtype=np.intp)
    for stage in (
        times.acknowledged,
        times.assigned,
        times.handled,
        times.replied,
        times.sent_to_check,
        times.checked,
    ):
        reached += stage < end_s
    return np.asarray(np.array(states)[np.minimum(drawn, reached)], dtype=np.intp)


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
