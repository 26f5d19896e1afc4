"""延期: more time for a case, granted by the centre once, and by a leader with a document again."""

from __future__ import annotations

from datetime import datetime

from cases.errors import DocumentMissing, UntilMissing
from cases.guards import Asked
from cases.models import Case
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def ask_extension(*, step: Step, until: datetime | None) -> Case:
    """Ask for time until a moment that is still to come. Raises ReasonMissing, UntilMissing."""
    reason_of(step, Verb.ASK_EXTENSION)
    changes = {"asked": Asked.EXTENSION, "asked_until": still_to_come(step, until)}
    return take(step, Verb.ASK_EXTENSION, changes, data={"until": str(until)})


def grant_extension(*, step: Step) -> Case:
    """The shift leader of the centre grants a first extension."""
    return take(step, Verb.GRANT_EXTENSION, _granted)


def grant_long_extension(*, step: Step, document: str) -> Case:
    """A leader grants a second or long extension, naming the document. Raises DocumentMissing."""
    if not document.strip():
        raise DocumentMissing
    return take(step, Verb.GRANT_LONG_EXTENSION, _granted, data={"document": document.strip()})


def deny_extension(*, step: Step) -> Case:
    """Deny an extension with a reason. Raises ReasonMissing."""
    reason_of(step, Verb.DENY_EXTENSION)
    return take(step, Verb.DENY_EXTENSION, {"asked": Asked.NOTHING, "asked_until": None})


def still_to_come(step: Step, until: datetime | None) -> datetime:
    """Return the moment that was asked for, or raise UntilMissing."""
    if until is None or until <= step.at:
        raise UntilMissing
    return until


def _granted(case: Case) -> dict[str, object]:
    return {
        "asked": Asked.NOTHING,
        "asked_until": None,
        "extensions": case.extensions + 1,
    }
