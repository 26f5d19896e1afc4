"""销案: the obligation is met; the case counts as closed."""

from __future__ import annotations

from cases.models import Case, Task
from cases.stages.errands import finish
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def settle(*, step: Step) -> Case:
    """Settle a case, saying how the obligation was met. Raises ReasonMissing."""
    reason_of(step, Verb.SETTLE)

    def end_tasks(case: Case) -> None:
        finish(Task.objects.all(), case, step, outcome="settled")

    changes = {"closed_at": step.at, "asked": "", "co_open": []}
    return take(step, Verb.SETTLE, changes, also=end_tasks)
