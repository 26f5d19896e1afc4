"""任务处理: the department, or the unit below it, takes a case in hand."""

from __future__ import annotations

from cases.models import Case
from cases.stages.step import Step, take
from cases.verbs import Verb


def handle(*, step: Step) -> Case:
    """Begin to handle a case."""
    return take(step, Verb.HANDLE)
