"""The side roads of generated cases: verified first, returned, extended, parked, reminded …

Rare, as in real cities: a Zhengzhou week had 276 reworks and 104 extensions in 51,571 cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.random import Generator

from cases.states import State
from demo.lives import CLOSED, HANDLING, STANDING, Lives
from demo.stage_times import Flags, Indices
from demo.times import DAY_S


class Detour(IntEnum):
    """What a case went through before it was replied to, once; most cases nothing."""

    NONE = 0
    RETURN = 1  # 退回 to the centre and dispatched again
    SEND_BACK = 2  # the unit sent it back, the sub-platform assigned it again
    EXTENSION = 3
    DEFERRAL = 4
    PARKING = 5


class Waiting(IntEnum):
    """What a department has asked for and waits to be granted."""

    NOTHING = 0
    RETURN = 1
    EXTENSION = 2
    PARKING = 3


DETOURS: Final = {
    Detour.RETURN: 0.004,
    Detour.SEND_BACK: 0.005,
    Detour.EXTENSION: 0.002,
    Detour.DEFERRAL: 0.0005,
    Detour.PARKING: 0.0008,
}
WAITING_SHARES: Final = {Waiting.RETURN: 0.02, Waiting.EXTENSION: 0.03, Waiting.PARKING: 0.01}
"""Of the cases in hand when the figures are read."""

RESTING_SHARE: Final = 0.3
"""Of those in hand that are not yet due: the share that is deferred or parked."""

REMINDED_SHARE: Final = 0.4
SUPERVISED_SHARE: Final = 0.03
"""Of the cases that are late: reminded of, and under supervision."""

APPEALS_WITHIN_S: Final = 60 * DAY_S
APPEALED_SHARE: Final = 0.05
"""Of what was closed late in the last two months: appealed against, and not reviewed yet."""


@dataclass(slots=True, kw_only=True)
class SideRoads:
    """One entry per case; `detour` and `waiting` hold members of the enums above."""

    verified: Flags
    detour: Indices
    waiting: Indices
    reminded: Flags
    supervised: Flags
    appealed: Flags


def draw_side_roads(
    rng: Generator, lives: Lives, public: Flags, has_unit: Flags, end_s: int
) -> SideRoads:
    """Draw who leaves the main road where, and let `lives.standing` say who is still there.

    Args:
        public: reports of the public, which are verified before they are filed.
        has_unit: cases that a sub-platform sends on; the others it handles itself.
    """
    standing, times = lives.standing, lives.times
    # A case that nobody was to be assigned to stands where it would have been assigned.
    standing[(standing == STANDING[State.ASSIGNED]) & ~has_unit] = STANDING[State.ACKNOWLEDGED]
    standing[lives.at_the_desk & public] = STANDING[State.VERIFYING]
    is_open = ~lives.never_filed & ~lives.refused & (standing < CLOSED)
    late = is_open & (times.due <= end_s)
    in_hand = standing == HANDLING
    _rest(rng, lives, in_hand & ~late)
    return SideRoads(
        verified=public & ~lives.refused & ~lives.at_the_desk,
        detour=_detours(rng, lives, has_unit),
        waiting=np.where(in_hand & late, _drawn(rng, WAITING_SHARES, len(late)), Waiting.NOTHING),
        reminded=late & (rng.random(len(late)) < REMINDED_SHARE),
        supervised=late & (rng.random(len(late)) < SUPERVISED_SHARE),
        appealed=_appealed(rng, lives, end_s),
    )


def _detours(rng: Generator, lives: Lives, has_unit: Flags) -> Indices:
    """Return the detour of each case that has come past it."""
    detour = _drawn(rng, DETOURS, len(has_unit))
    filed = ~lives.never_filed & ~lives.refused
    past = {
        Detour.RETURN: filed & (lives.standing >= STANDING[State.ACKNOWLEDGED]),
        Detour.SEND_BACK: filed & has_unit & (lives.standing >= HANDLING),
    }
    replied = filed & (lives.standing >= STANDING[State.REPLIED])
    for kind in DETOURS:
        detour[(detour == kind) & ~past.get(kind, replied)] = Detour.NONE
    return detour


def _rest(rng: Generator, lives: Lives, among: Flags) -> None:
    """Let some of these cases be deferred or parked now; at least one, if there is any."""
    drawn = np.flatnonzero(among & (rng.random(len(among)) < RESTING_SHARE))
    resting = drawn if len(drawn) else np.flatnonzero(among)[:1]
    lives.standing[resting[::2]] = STANDING[State.PARKED]
    lives.standing[resting[1::2]] = STANDING[State.DEFERRED]


def _appealed(rng: Generator, lives: Lives, end_s: int) -> Flags:
    times = lives.times
    replied = np.where(lives.sent_back, times.replied_again, times.replied)
    lately = (lives.standing == CLOSED) & (times.closed > end_s - APPEALS_WITHIN_S)
    drawn = rng.random(len(lately)) < APPEALED_SHARE
    return np.asarray(lately & (replied > times.due) & drawn)


def _drawn(rng: Generator, shares: dict[Detour, float] | dict[Waiting, float], n: int) -> Indices:
    """Return `n` draws: each kind with its share, and 0 = nothing of the kind for the rest."""
    kinds = [0, *(int(kind) for kind in shares)]
    p = [1 - sum(shares.values()), *shares.values()]
    return rng.choice(kinds, size=n, p=p).astype(np.intp)
