"""核查: somebody of another branch sees on the spot whether it is put right."""

from __future__ import annotations

from cases.errors import ReasonMissing
from cases.models import Case
from cases.stages.step import Step, take
from cases.verbs import Verb
from cases.words import named


def check(*, step: Step, passed: bool) -> Case:
    """Record a check: passed → ready to close; not passed → back to the same department.

    Raises:
        ReasonMissing: a rework must say what is still wrong.
    """
    if passed:
        return take(step, Verb.CHECK, {"checked_at": step.at})
    if not step.note.strip():
        raise ReasonMissing(verb=named(Verb.REWORK))
    return take(step, Verb.REWORK, {"replied_at": None})
