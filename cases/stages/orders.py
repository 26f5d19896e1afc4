"""催办, 督办, 升级: somebody above wants to see it move."""

from __future__ import annotations

from cases.models import Case
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def remind(*, step: Step) -> Case:
    """Remind whoever has the case."""
    return take(step, Verb.REMIND)


def supervise(*, step: Step) -> Case:
    """Put the case under supervision, with an order that says what is expected."""
    reason_of(step, Verb.SUPERVISE)
    return take(step, Verb.SUPERVISE, {"supervised": True})


def escalate(*, step: Step) -> Case:
    """Take the case up a level, with the reason on top."""
    reason_of(step, Verb.ESCALATE)
    return take(step, Verb.ESCALATE, lambda case: {"level": case.level + 1})
