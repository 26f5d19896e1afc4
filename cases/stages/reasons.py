"""Verbs that take something from somebody must say why."""

from __future__ import annotations

from cases.errors import ReasonMissing
from cases.stages.step import Step
from cases.verbs import Verb
from cases.words import named


def reason_of(step: Step, verb: Verb) -> str:
    """Return the reason that a step gives, or raise ReasonMissing."""
    reason = step.note.strip()
    if not reason:
        raise ReasonMissing(verb=named(verb))
    return reason
