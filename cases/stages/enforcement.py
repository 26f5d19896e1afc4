"""移交执法: a case goes to enforcement with its evidence; settling waits for the decision."""

from __future__ import annotations

from cases.errors import DocumentMissing
from cases.models import Case
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def hand_over(*, step: Step) -> Case:
    """Hand the case over, with the legal basis. Raises ReasonMissing."""
    reason_of(step, Verb.HAND_OVER)
    return take(step, Verb.HAND_OVER, {"handed_over": True})


def link_decision(*, step: Step, document: str) -> Case:
    """Link the decision's number. Raises DocumentMissing."""
    number = document.strip()
    if not number:
        raise DocumentMissing
    return take(step, Verb.LINK_DECISION, {"decision_number": number}, data={"decision": number})
