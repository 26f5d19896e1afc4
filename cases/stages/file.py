"""立案: an accepted case is established and must now be dispatched."""

from __future__ import annotations

from cases.models import Case
from cases.stages.step import Step, take
from cases.verbs import Verb


def file(*, step: Step) -> Case:
    """File an accepted case."""
    return take(step, Verb.FILE, {"filed_at": step.at})
