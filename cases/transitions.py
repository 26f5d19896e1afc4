"""The state machine of a case as one table: from which state, by which verb, to which state.

A new side road is a new verb with its rows here, and a module in `stages/`: see
`docs/howto/add-a-state.md`. The diagram in the docs is drawn from this table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cases.states import AT_DEPARTMENT, DONE_ORDER, OPEN_AND_FILED, State
from cases.verbs import BULK_ONLY, Guard, Verb


@dataclass(frozen=True, slots=True)
class Transition:
    """One edge: from `state` (None = no case yet) by `verb` to `target`, where `guards` hold."""

    state: State | None
    verb: Verb
    target: State
    guards: tuple[Guard, ...] = ()


def _table() -> Iterator[Transition]:
    yield from _intake()
    yield from _at_the_department()
    yield from _requests()
    yield from _judging()
    yield from _from_above()
    # Only the bulk door takes these: the other system's own steps in between are not known.
    yield Transition(State.REPORTED, Verb.ADOPT, State.DISPATCHED)
    yield Transition(State.DISPATCHED, Verb.ADOPT, State.CLOSED)


def _staying(states: tuple[State, ...], verb: Verb, *guards: Guard) -> Iterator[Transition]:
    """What is done to a case without moving it."""
    return (Transition(state, verb, state, guards) for state in states)


def _intake() -> Iterator[Transition]:
    """From the street to the command centre's table."""
    yield Transition(None, Verb.COLLECT, State.REPORTED)
    yield Transition(State.REPORTED, Verb.ANSWER, State.ANSWERED, (Guard.FROM_PUBLIC,))
    yield Transition(State.REPORTED, Verb.SELF_HANDLE, State.SELF_HANDLED, (Guard.OWN_REPORT,))
    yield Transition(State.REPORTED, Verb.ACCEPT, State.ACCEPTED)
    yield Transition(State.REPORTED, Verb.REFUSE, State.REFUSED)
    yield Transition(State.REPORTED, Verb.MERGE, State.MERGED)
    yield Transition(State.ACCEPTED, Verb.MERGE, State.MERGED)
    yield Transition(State.MERGED, Verb.UNMERGE, State.REPORTED)
    yield Transition(State.ACCEPTED, Verb.REFUSE, State.REFUSED)
    yield Transition(State.ACCEPTED, Verb.SEND_VERIFY, State.VERIFYING, (Guard.FROM_PUBLIC,))
    yield Transition(State.VERIFYING, Verb.VERIFY, State.ACCEPTED, (Guard.TASK_IS_MINE,))
    yield Transition(State.ACCEPTED, Verb.FILE, State.FILED, (Guard.VERIFIED_IF_PUBLIC,))
    yield from _staying(
        (State.ACCEPTED, State.VERIFYING, *OPEN_AND_FILED), Verb.MARK_MISSED, Guard.FROM_PUBLIC
    )
    yield Transition(State.FILED, Verb.DISPATCH, State.DISPATCHED)
    yield Transition(State.FILED, Verb.CALL_RULING, State.DISPATCHED, (Guard.NO_RULING_OPEN,))
    for state in (State.DISPATCHED, *AT_DEPARTMENT):
        yield Transition(state, Verb.RULE, state, (Guard.RULING_OPEN,))
        yield Transition(state, Verb.RULE_AWAY, State.DISPATCHED, (Guard.RULING_OPEN,))


def _at_the_department() -> Iterator[Transition]:
    """Two levels of command: the sub-platform acknowledges, and sends on or handles itself."""
    own = (Guard.OWN_BRANCH,)
    yield Transition(State.DISPATCHED, Verb.ACKNOWLEDGE, State.ACKNOWLEDGED, own)
    yield Transition(State.ACKNOWLEDGED, Verb.ASSIGN, State.ASSIGNED, own)
    yield Transition(State.ACKNOWLEDGED, Verb.HANDLE, State.HANDLING, own)
    yield Transition(State.ASSIGNED, Verb.HANDLE, State.HANDLING, own)
    yield Transition(State.ASSIGNED, Verb.SEND_BACK, State.ACKNOWLEDGED, own)
    yield Transition(State.HANDLING, Verb.SEND_BACK, State.ACKNOWLEDGED, own)
    yield from _staying((State.DISPATCHED, *AT_DEPARTMENT), Verb.JOIN)
    yield from _staying((State.DISPATCHED, *AT_DEPARTMENT), Verb.CONTRIBUTE, Guard.CO_HANDLER)
    yield Transition(State.HANDLING, Verb.HAND_OVER, State.ENFORCEMENT, own)
    yield Transition(State.ENFORCEMENT, Verb.LINK_DECISION, State.ENFORCEMENT, own)
    yield Transition(
        State.HANDLING,
        Verb.REPLY,
        State.REPLIED,
        (*own, Guard.ALL_CONTRIBUTED, Guard.NOTHING_ASKED),
    )


def _requests() -> Iterator[Transition]:
    """What a department asks for, and somebody of another branch grants or denies."""
    asking = (Guard.OWN_BRANCH, Guard.NOTHING_ASKED)
    waiting = (State.DISPATCHED, State.ACKNOWLEDGED, State.HANDLING)
    yield from _staying(waiting, Verb.ASK_RETURN, *asking, Guard.RETURNS_LEFT)
    for state in waiting:
        granted = (Guard.OTHER_BRANCH, Guard.RETURN_ASKED)
        yield Transition(state, Verb.GRANT_RETURN, State.FILED, granted)
        yield Transition(state, Verb.DENY_RETURN, state, granted)
    extension = (Guard.OTHER_BRANCH, Guard.EXTENSION_ASKED)
    first = (*extension, Guard.FIRST_EXTENSION_ASKED)
    yield from _staying(AT_DEPARTMENT, Verb.ASK_EXTENSION, *asking)
    yield from _staying(AT_DEPARTMENT, Verb.GRANT_EXTENSION, *first)
    yield from _staying(AT_DEPARTMENT, Verb.GRANT_LONG_EXTENSION, *extension)
    yield from _staying(AT_DEPARTMENT, Verb.DENY_EXTENSION, *extension)
    yield Transition(State.HANDLING, Verb.ASK_DEFERRAL, State.HANDLING, asking)
    deferral = (Guard.OTHER_BRANCH, Guard.DEFERRAL_ASKED)
    yield Transition(State.HANDLING, Verb.GRANT_DEFERRAL, State.DEFERRED, deferral)
    yield Transition(State.HANDLING, Verb.DENY_DEFERRAL, State.HANDLING, deferral)
    yield Transition(State.HANDLING, Verb.ASK_PARKING, State.HANDLING, asking)
    parking = (Guard.OTHER_BRANCH, Guard.PARKING_ASKED)
    yield Transition(State.HANDLING, Verb.GRANT_PARKING, State.PARKED, parking)
    yield Transition(State.HANDLING, Verb.DENY_PARKING, State.HANDLING, parking)
    for rest in (State.DEFERRED, State.PARKED, State.ENFORCEMENT):
        yield Transition(rest, Verb.RESUME, State.HANDLING)


def _judging() -> Iterator[Transition]:
    """One level of supervision: somebody of another branch says whether it is put right."""
    other = (Guard.OTHER_BRANCH,)
    mine = (Guard.OTHER_BRANCH, Guard.TASK_IS_MINE)
    yield Transition(State.REPLIED, Verb.SEND_CHECK, State.CHECKING, other)
    yield Transition(State.CHECKING, Verb.CHECK, State.CHECKED, mine)
    yield Transition(State.CHECKING, Verb.REWORK, State.HANDLING, mine)
    yield Transition(State.CHECKED, Verb.CALL_BACK, State.CHECKED, (*other, Guard.FROM_PUBLIC))
    yield Transition(
        State.CHECKED, Verb.CALL_BACK_UNHAPPY, State.HANDLING, (*other, Guard.FROM_PUBLIC)
    )
    yield Transition(State.CHECKED, Verb.CLOSE, State.CLOSED, other)
    for state in (State.HANDLING, State.REPLIED, State.CHECKED, State.ENFORCEMENT):
        yield Transition(state, Verb.SETTLE, State.SETTLED, (*other, Guard.DECISION_LINKED))
    for state in DONE_ORDER:
        yield Transition(state, Verb.REOPEN, State.FILED, other)
    yield from _staying(DONE_ORDER, Verb.APPEAL, Guard.OWN_BRANCH, Guard.OVERDUE, Guard.NO_APPEAL)
    yield from _staying(DONE_ORDER, Verb.REVIEW_FIRST, *other, Guard.APPEAL_NEW)
    yield from _staying(DONE_ORDER, Verb.REVIEW_SECOND, *other, Guard.APPEAL_REVIEWED_ONCE)


def _from_above() -> Iterator[Transition]:
    """Reminders and orders, and what should never have been filed."""
    for verb in (Verb.REMIND, Verb.SUPERVISE, Verb.ESCALATE):
        yield from _staying(OPEN_AND_FILED, verb)
    for state in OPEN_AND_FILED:
        yield Transition(state, Verb.VOID, State.VOIDED, (Guard.OTHER_BRANCH,))
    yield from _staying((State.ACCEPTED, State.VERIFYING, *OPEN_AND_FILED), Verb.SHARE)


TRANSITIONS: Final[tuple[Transition, ...]] = tuple(_table())

_EDGES: Final = {(t.state, t.verb): t for t in TRANSITIONS}


def edge(state: State | None, verb: Verb) -> Transition | None:
    """Return the edge by `verb` from `state`, or None where the table has none."""
    return _EDGES.get((state, verb))


def target(state: State | None, verb: Verb) -> State | None:
    """Return the state that `verb` leads to from `state`, or None where the table has no edge."""
    found = edge(state, verb)
    return found.target if found else None


def verbs_from(state: State) -> tuple[Verb, ...]:
    """Return the verbs that a person may use from `state`, in the table's order."""
    return tuple(t.verb for t in TRANSITIONS if t.state is state and t.verb not in BULK_ONLY)
