"""The state machine of a case: plain enums and one table. No Django here.

A new side road is a new verb with its rows in `TRANSITIONS`, and a module in `stages/`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a case stands; the Chinese names are what desks show."""

    REPORTED = "reported"  # 待受理
    ACCEPTED = "accepted"  # 待立案
    FILED = "filed"  # 待派遣
    DISPATCHED = "dispatched"  # 待处理
    HANDLING = "handling"  # 处理中
    REPLIED = "replied"  # 待核查
    CHECKED = "checked"  # 待结案
    CLOSED = "closed"  # 已结案
    REFUSED = "refused"  # 不予受理


class Verb(StrEnum):
    """What can be done to a case. Who may do it is a matter of posts, not of this table."""

    COLLECT = "collect"  # 上报
    ACCEPT = "accept"  # 受理
    REFUSE = "refuse"  # 不予受理
    FILE = "file"  # 立案
    DISPATCH = "dispatch"  # 派遣
    HANDLE = "handle"  # 开始处理
    REPLY = "reply"  # 反馈
    CHECK = "check"  # 核查
    REWORK = "rework"  # 返工
    CLOSE = "close"  # 结案
    ADOPT = "adopt"  # 转入: a case that lived in another system is taken over as it stood there


@dataclass(frozen=True, slots=True)
class Transition:
    """One edge: from `state` (None = no case yet) by `verb` to `target`."""

    state: State | None
    verb: Verb
    target: State


TRANSITIONS: Final[tuple[Transition, ...]] = (
    Transition(None, Verb.COLLECT, State.REPORTED),
    Transition(State.REPORTED, Verb.ACCEPT, State.ACCEPTED),
    Transition(State.REPORTED, Verb.REFUSE, State.REFUSED),
    Transition(State.ACCEPTED, Verb.FILE, State.FILED),
    Transition(State.ACCEPTED, Verb.REFUSE, State.REFUSED),
    Transition(State.FILED, Verb.DISPATCH, State.DISPATCHED),
    Transition(State.DISPATCHED, Verb.HANDLE, State.HANDLING),
    Transition(State.HANDLING, Verb.REPLY, State.REPLIED),
    Transition(State.REPLIED, Verb.CHECK, State.CHECKED),
    Transition(State.REPLIED, Verb.REWORK, State.HANDLING),
    Transition(State.CHECKED, Verb.CLOSE, State.CLOSED),
    # Only the bulk door takes these: the other system's own steps in between are not known.
    Transition(State.REPORTED, Verb.ADOPT, State.DISPATCHED),
    Transition(State.DISPATCHED, Verb.ADOPT, State.CLOSED),
)

ENDED: Final = frozenset({State.CLOSED, State.REFUSED})
"""States in which nobody owes the case anything."""

BULK_ONLY: Final = frozenset({Verb.COLLECT, Verb.ADOPT})
"""Verbs that are no button: a report has its own door, and adoption is an import's."""

_TARGETS: Final = {(t.state, t.verb): t.target for t in TRANSITIONS}


class StateGroup(StrEnum):
    """What a map legend and a citizen tell apart."""

    OPEN = "open"
    CLOSED = "closed"
    REFUSED = "refused"

    @property
    def states(self) -> frozenset[State]:
        if self is StateGroup.OPEN:
            return frozenset(State) - ENDED
        return frozenset({State(self.value)})


def target(state: State | None, verb: Verb) -> State | None:
    """Return the state that `verb` leads to from `state`, or None where the table has no edge."""
    return _TARGETS.get((state, verb))


def verbs_from(state: State) -> tuple[Verb, ...]:
    """Return the verbs that a person may use from `state`, in the table's order."""
    return tuple(t.verb for t in TRANSITIONS if t.state is state and t.verb not in BULK_ONLY)
