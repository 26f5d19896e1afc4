"""缓办 and 挂账: a case waits for a date, or in the problem store until conditions allow."""

from __future__ import annotations

from datetime import datetime

from cases.guards import Asked
from cases.models import Case
from cases.stages.extensions import still_to_come
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def ask_deferral(*, step: Step, until: datetime | None) -> Case:
    """Ask to put the case off to a date. Raises ReasonMissing, UntilMissing."""
    reason_of(step, Verb.ASK_DEFERRAL)
    changes = {"asked": Asked.DEFERRAL, "asked_until": still_to_come(step, until)}
    return take(step, Verb.ASK_DEFERRAL, changes, data={"until": str(until)})


def ask_parking(*, step: Step) -> Case:
    """Ask to park the case until conditions allow. Raises ReasonMissing."""
    reason_of(step, Verb.ASK_PARKING)
    return take(step, Verb.ASK_PARKING, {"asked": Asked.PARKING})


def grant_deferral(*, step: Step) -> Case:
    """Put the case off to the date that was asked for, on which it wakes up."""
    return take(step, Verb.GRANT_DEFERRAL, {"asked": Asked.NOTHING})


def grant_parking(*, step: Step) -> Case:
    """Park the case in the problem store."""
    return take(step, Verb.GRANT_PARKING, {"asked": Asked.NOTHING})


def deny_deferral(*, step: Step) -> Case:
    """Deny a deferral with the reason. Raises ReasonMissing."""
    return _deny(step, Verb.DENY_DEFERRAL)


def deny_parking(*, step: Step) -> Case:
    """Deny the parking with the reason. Raises ReasonMissing."""
    return _deny(step, Verb.DENY_PARKING)


def resume(*, step: Step) -> Case:
    """Take a case out of its rest: it goes on where it stood, with a request that still waits."""
    return take(step, Verb.RESUME, _awake)


def _awake(case: Case) -> dict[str, object]:
    # The date is of the rest; or of a request made before a hand-over, and then it is kept.
    return {"asked_until": None} if case.asked == Asked.NOTHING else {}


def _deny(step: Step, verb: Verb) -> Case:
    reason_of(step, verb)
    return take(step, verb, {"asked": Asked.NOTHING, "asked_until": None})
