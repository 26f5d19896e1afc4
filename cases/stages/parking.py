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


def decide_deferral(*, step: Step, granted: bool) -> Case:
    """Grant or deny a deferral; a denial says why. Raises ReasonMissing."""
    return _decide(step, granted, Verb.GRANT_DEFERRAL, Verb.DENY_DEFERRAL)


def decide_parking(*, step: Step, granted: bool) -> Case:
    """Grant or deny the parking; a denial says why. Raises ReasonMissing."""
    return _decide(step, granted, Verb.GRANT_PARKING, Verb.DENY_PARKING)


def resume(*, step: Step) -> Case:
    """Take a case out of its rest: it goes on where it stood."""
    return take(step, Verb.RESUME, {"asked_until": None})


def _decide(step: Step, granted: bool, grant: Verb, deny: Verb) -> Case:
    if granted:
        # `asked_until` stays: it is the date on which a deferred case wakes up.
        return take(step, grant, {"asked": Asked.NOTHING})
    reason_of(step, deny)
    return take(step, deny, {"asked": Asked.NOTHING, "asked_until": None})
