"""How a life is led towards a way of the table that few lives took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from cases.states import State
from cases.transitions import TRANSITIONS
from cases.verbs import BULK_ONLY, Verb

Way = tuple[State | None, Verb]
"""An edge of the table: from where, and by which verb."""

WAYS: Final[tuple[Way, ...]] = tuple(
    sorted({(t.state, t.verb) for t in TRANSITIONS if t.state and t.verb not in BULK_ONLY})
)

FIRST: Final[Mapping[Verb, Verb]] = {
    **{
        verb: Verb(f"ask_{asked}")
        for asked in ("return", "extension", "deferral", "parking")
        for verb in Verb
        if verb.endswith(f"_{asked}") and not verb.startswith("ask_")
    },
    Verb.GRANT_LONG_EXTENSION: Verb.ASK_EXTENSION,
    Verb.REVIEW_FIRST: Verb.APPEAL,
    Verb.REVIEW_SECOND: Verb.REVIEW_FIRST,
    Verb.RULE: Verb.CALL_RULING,
    Verb.RULE_AWAY: Verb.CALL_RULING,
    Verb.CONTRIBUTE: Verb.JOIN,
    Verb.LINK_DECISION: Verb.HAND_OVER,
}
"""What must have happened before a verb opens, where the state alone does not tell."""


def rarest(seen: Counter[Way]) -> Way:
    """Return a way that was taken least."""
    return min(WAYS, key=lambda way: seen[way])


def road_to(goal: Way) -> Mapping[State, Verb]:
    """Return for each state the verb that leads the shortest way to the goal, and along it."""
    state, verb = goal
    assert state is not None
    road = {state: verb}
    reached = [state]
    for there in reached:
        for t in TRANSITIONS:
            if t.target is there and t.state and t.state not in road and t.verb not in BULK_ONLY:
                road[t.state] = t.verb
                reached.append(t.state)
    return road
