"""退回: a unit sends a case back to its sub-platform; a sub-platform asks the centre to take it."""

from __future__ import annotations

from enum import StrEnum

from cases.errors import FaultMissing
from cases.guards import RETURNS_AT_MOST, Asked
from cases.models import Case, Task, TaskKind
from cases.stages.errands import finish
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


class Fault(StrEnum):
    """Whose fault a return is, as it counts in the rates."""

    WRONG_DISPATCH = "wrong_dispatch"  # 派遣错误
    UNCLEAR_OWNERSHIP = "unclear_ownership"  # 权属不清
    SHIRKING = "shirking"  # 推诿


def send_back(*, step: Step) -> Case:
    """A unit sends the case back to the second level, with the reason. Raises ReasonMissing."""
    reason_of(step, Verb.SEND_BACK)
    return take(step, Verb.SEND_BACK, {"unit": None})


def ask_return(*, step: Step) -> Case:
    """A sub-platform asks the centre to take the case back. Raises ReasonMissing."""
    reason_of(step, Verb.ASK_RETURN)
    return take(step, Verb.ASK_RETURN, {"asked": Asked.RETURN})


def grant_return(*, step: Step, fault: Fault | None = None) -> Case:
    """Grant a return, saying whose fault it is; too often returned, the case goes up a level.

    Raises:
        FaultMissing: nobody was found at fault.
    """
    if fault is None:
        raise FaultMissing

    def end_parts(case: Case) -> None:
        # Whoever gets it next says anew who takes part.
        finish(Task.objects.of_kind(TaskKind.CONTRIBUTE), case, step, outcome="returned")

    return take(step, Verb.GRANT_RETURN, _returned, data={"fault": str(fault)}, also=end_parts)


def deny_return(*, step: Step) -> Case:
    """Deny a return with the reason. Raises ReasonMissing."""
    reason_of(step, Verb.DENY_RETURN)
    return take(step, Verb.DENY_RETURN, {"asked": Asked.NOTHING})


def _returned(case: Case) -> dict[str, object]:
    up = case.returns + 1 >= RETURNS_AT_MOST
    return {
        "asked": Asked.NOTHING,
        "returns": case.returns + 1,
        "level": case.level + up,
        "organization": None,
        "unit": None,
        "co_open": [],
    }
