"""From the table of transitions to the lines of the picture: which are drawn, and as what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cases.diagram.places import MAIN_ROAD, SIDE_ROADS
from cases.states import State
from cases.transitions import Transition
from cases.verbs import BULK_ONLY, Verb

FROM_EVERYWHERE: Final = 8
"""A verb that leads from so many states is written once, not drawn as many times."""


@dataclass(frozen=True, slots=True)
class Roads:
    """What is drawn, and how; every edge of the table is in exactly one of these.

    Attributes:
        begins: verbs that make a case, and the state in which it then is.
        straight: verbs down from one state of the main road to the next.
        across: verbs between a state of the main road and one that stands beside it.
        lanes: verbs by which states are left for one that is farther away.
        everywhere: verbs that lead to a state from almost anywhere.
        staying: verbs that leave a case where it is, and those of them that hold almost anywhere.
        bulk: edges that no person takes.
    """

    begins: Mapping[Verb, State]
    straight: Mapping[State, tuple[Verb, ...]]
    across: Mapping[tuple[State, State], tuple[Verb, ...]]
    lanes: Mapping[tuple[Verb, State], tuple[State, ...]]
    everywhere: Mapping[tuple[Verb, State], tuple[State, ...]]
    staying: Mapping[State, tuple[Verb, ...]]
    staying_everywhere: Mapping[Verb, tuple[State, ...]]
    bulk: tuple[Transition, ...]


def roads_of(table: Iterable[Transition]) -> Roads:
    """Sort the edges of a table."""
    rows = list(table)
    bulk = tuple(t for t in rows if t.verb in BULK_ONLY and t.state is not None)
    begins = {t.verb: t.target for t in rows if t.state is None}
    moving = [t for t in rows if t.state not in (None, t.target) and t not in bulk]
    groups = _groups(t for t in moving if not _is_near(t))
    staying = _groups(t for t in rows if t.state is t.target)
    common = _common(staying)
    return Roads(
        begins=begins,
        straight=_by_source(t for t in moving if _is_straight(t)),
        across=_by_pair(t for t in moving if _is_across(t)),
        lanes={key: states for key, states in groups.items() if len(states) < FROM_EVERYWHERE},
        everywhere={k: states for k, states in groups.items() if len(states) >= FROM_EVERYWHERE},
        staying=_by_source(t for t in rows if t.state is t.target and t.verb not in common),
        staying_everywhere=common,
        bulk=bulk,
    )


def _is_near(t: Transition) -> bool:
    return _is_straight(t) or _is_across(t)


def _is_straight(t: Transition) -> bool:
    return any((t.state, t.target) == pair for pair in pairwise(MAIN_ROAD))


def _is_across(t: Transition) -> bool:
    if t.verb is Verb.VOID or t.state is None:
        return False
    beside = SIDE_ROADS.get(t.target), SIDE_ROADS.get(t.state)
    return (beside[0] is not None and beside[0].state is t.state) or (
        beside[1] is not None and beside[1].state is t.target
    )


def _groups(table: Iterable[Transition]) -> dict[tuple[Verb, State], tuple[State, ...]]:
    found: dict[tuple[Verb, State], list[State]] = defaultdict(list)
    for t in table:
        if t.state is not None:
            found[t.verb, t.target].append(t.state)
    return {key: tuple(states) for key, states in found.items()}


def _common(staying: Iterable[tuple[Verb, State]]) -> dict[Verb, tuple[State, ...]]:
    states: dict[Verb, list[State]] = defaultdict(list)
    for verb, state in staying:
        states[verb].append(state)
    return {v: tuple(found) for v, found in states.items() if len(found) >= FROM_EVERYWHERE}


def _by_source(table: Iterable[Transition]) -> dict[State, tuple[Verb, ...]]:
    found: dict[State, list[Verb]] = defaultdict(list)
    for t in table:
        if t.state is not None:
            found[t.state].append(t.verb)
    return {state: tuple(verbs) for state, verbs in found.items()}


def _by_pair(table: Iterable[Transition]) -> dict[tuple[State, State], tuple[Verb, ...]]:
    found: dict[tuple[State, State], list[Verb]] = defaultdict(list)
    for t in table:
        if t.state is not None:
            found[t.state, t.target].append(t.verb)
    return {pair: tuple(verbs) for pair, verbs in found.items()}
