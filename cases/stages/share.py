"""信息共享: a note that everybody who handles the case sees."""

from __future__ import annotations

from cases.models import Case
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def share(*, step: Step) -> Case:
    """Share a note with everybody who handles the case. Raises ReasonMissing."""
    reason_of(step, Verb.SHARE)
    return take(step, Verb.SHARE)
