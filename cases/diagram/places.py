"""Where each state stands in the picture: the main road straight down, side roads beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from cases.states import State
from cases.verbs import Verb

MAIN_ROAD: Final = (
    State.REPORTED,
    State.ACCEPTED,
    State.FILED,
    State.DISPATCHED,
    State.ACKNOWLEDGED,
    State.ASSIGNED,
    State.HANDLING,
    State.REPLIED,
    State.CHECKING,
    State.CHECKED,
    State.CLOSED,
)
"""From the top down."""


class Side(IntEnum):
    LEFT = -1
    RIGHT = 1


@dataclass(frozen=True, slots=True)
class Beside:
    """A state at the side of one of the main road; those beside the same one stand in order."""

    side: Side
    state: State


SIDE_ROADS: Final = {
    State.ANSWERED: Beside(Side.LEFT, State.REPORTED),
    State.SELF_HANDLED: Beside(Side.LEFT, State.REPORTED),
    State.MERGED: Beside(Side.LEFT, State.REPORTED),
    State.REFUSED: Beside(Side.LEFT, State.ACCEPTED),
    State.VERIFYING: Beside(Side.RIGHT, State.ACCEPTED),
    State.DEFERRED: Beside(Side.RIGHT, State.HANDLING),
    State.PARKED: Beside(Side.RIGHT, State.HANDLING),
    State.ENFORCEMENT: Beside(Side.RIGHT, State.HANDLING),
    State.VOIDED: Beside(Side.LEFT, State.CHECKING),
    State.SETTLED: Beside(Side.RIGHT, State.CLOSED),
}

LANE_SIDES: Final = {
    # Back to where it was before: on the left. Past a stage, and back from a judgement: right.
    Verb.SEND_BACK: Side.LEFT,
    Verb.RULE_AWAY: Side.LEFT,
    Verb.GRANT_RETURN: Side.LEFT,
    Verb.REFUSE: Side.LEFT,
    Verb.MERGE: Side.LEFT,
}
"""Verbs whose line runs on the left of the main road; every other one's runs on the right."""


def lane_side(verb: Verb) -> Side:
    return LANE_SIDES.get(verb, Side.RIGHT)
