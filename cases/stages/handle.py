"""任务处理: the department that a case was dispatched to takes it in hand."""

from __future__ import annotations

from cases.models import Case
from cases.stages.step import Step, take
from cases.verbs import Verb


def handle(*, step: Step) -> Case:
    """Begin to handle a dispatched case."""
    return take(step, Verb.HANDLE, {})
