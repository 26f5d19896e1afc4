"""重新立案: what was closed too early is filed again."""

from __future__ import annotations

from cases.models import Case
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def reopen(*, step: Step) -> Case:
    """Reopen a closed or settled case; it is dispatched anew. Raises ReasonMissing."""
    reason_of(step, Verb.REOPEN)
    fresh = dict.fromkeys(("closed_at", "checked_at", "replied_at", "organization", "unit"))
    return take(step, Verb.REOPEN, {**fresh, "appeal": "", "filed_at": step.at})
