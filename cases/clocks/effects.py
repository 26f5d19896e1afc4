"""What each verb does to the clocks of a case, as one table; pure.

How it reads: `handle` is a department's bundled clock (捆绑时限). It stops at the reply, because
checking is not the department's time, and goes on at a rework. A verb that leads to the end of a
case stops every clock, whatever is said here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.states import ENDED, State
from cases.verbs import Verb
from standards.clocks import Why


class Kind(StrEnum):
    """The clocks of a case; `ClockKind` gives them their Chinese names."""

    VERIFY = "verify"
    FILE = "file"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    CHECK = "check"
    CLOSE = "close"
    CASE = "case"


class Act(StrEnum):
    """What is done to the clocks of a kind."""

    START = "start"  # a new one, with its whole limit
    STOP = "stop"
    GO_ON = "go_on"  # the one that stopped goes on; a new one where there is none
    REWORK = "rework"  # as GO_ON, or as START, as the city has decided
    RETURN = "return"  # stop; a wrong dispatch is nobody's figure
    ANNUL = "annul"  # stop, and nobody's figure
    JOIN = "join"  # one for each new co-handler
    LEAVE = "leave"  # a co-handler's stops
    EXTEND = "extend"  # due at the date that was granted
    PAUSE = "pause"  # every clock of the case stands still
    RESUME = "resume"
    END = "end"  # every clock of the case stops


@dataclass(frozen=True, slots=True)
class Effect:
    act: Act
    kind: Kind | None = None
    why: Why = Why.PAUSED


def _start(kind: Kind) -> Effect:
    return Effect(Act.START, kind)


def _stop(kind: Kind) -> Effect:
    return Effect(Act.STOP, kind)


def _go_on(kind: Kind) -> Effect:
    return Effect(Act.GO_ON, kind)


_TO_DEPARTMENT: Final = (_stop(Kind.DISPATCH), _go_on(Kind.HANDLE))
_BACK_TO_HANDLING: Final = (
    _stop(Kind.CHECK),
    _stop(Kind.CLOSE),
    Effect(Act.REWORK, Kind.HANDLE),
)
_EXTENDED: Final = (Effect(Act.EXTEND),)

EFFECTS: Final[Mapping[Verb, tuple[Effect, ...]]] = {
    Verb.ACCEPT: (_start(Kind.FILE),),
    Verb.SEND_VERIFY: (_stop(Kind.FILE), _start(Kind.VERIFY)),
    Verb.VERIFY: (_stop(Kind.VERIFY), _go_on(Kind.FILE)),
    Verb.FILE: (_stop(Kind.FILE), _start(Kind.CASE), _start(Kind.DISPATCH)),
    Verb.DISPATCH: _TO_DEPARTMENT,
    Verb.CALL_RULING: _TO_DEPARTMENT,
    # The area's department acted for somebody else: that is not its figure.
    Verb.RULE_AWAY: (Effect(Act.ANNUL, Kind.HANDLE), _go_on(Kind.HANDLE)),
    # A wrong dispatch: whoever gets it next has the whole limit. Otherwise the same department,
    # should it get the case again, goes on where it stood. The case's own clock runs on.
    Verb.GRANT_RETURN: (Effect(Act.RETURN, Kind.HANDLE), _start(Kind.DISPATCH)),
    Verb.JOIN: (Effect(Act.JOIN, Kind.HANDLE),),
    Verb.CONTRIBUTE: (Effect(Act.LEAVE, Kind.HANDLE),),
    Verb.REPLY: (_stop(Kind.HANDLE),),
    Verb.SEND_CHECK: (_start(Kind.CHECK),),
    Verb.CHECK: (_stop(Kind.CHECK), _start(Kind.CLOSE)),
    Verb.REWORK: _BACK_TO_HANDLING,
    Verb.CALL_BACK_UNHAPPY: _BACK_TO_HANDLING,
    Verb.GRANT_EXTENSION: _EXTENDED,
    Verb.GRANT_LONG_EXTENSION: _EXTENDED,
    Verb.GRANT_DEFERRAL: (Effect(Act.PAUSE, why=Why.DEFERRED),),
    Verb.GRANT_PARKING: (Effect(Act.PAUSE, why=Why.PARKED),),
    # Enforcement has its own law and its own time: nobody in the city can hurry it.
    Verb.HAND_OVER: (Effect(Act.PAUSE, why=Why.ENFORCEMENT),),
    Verb.RESUME: (Effect(Act.RESUME),),
    Verb.VOID: (Effect(Act.ANNUL),),
    Verb.REOPEN: (_start(Kind.CASE), _start(Kind.DISPATCH)),
    # A case that lived elsewhere: its department has it, its deadline comes with it.
    Verb.ADOPT: (_start(Kind.CASE), _start(Kind.HANDLE)),
}
"""A verb that is not here leaves the clocks alone."""


def effects_of(verb: Verb, target: State) -> tuple[Effect, ...]:
    """Return what `verb` does, leading to `target`; what is ended has no running clock."""
    if target not in ENDED:
        return EFFECTS.get(verb, ())
    return (*(e for e in EFFECTS.get(verb, ()) if e.act is Act.ANNUL), Effect(Act.END))
