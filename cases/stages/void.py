"""作废: what should never have been filed."""

from __future__ import annotations

from cases.models import Case, Task
from cases.stages.errands import finish
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def void(*, step: Step) -> Case:
    """Void a filed case with the reason; its open tasks end with it. Raises ReasonMissing."""
    reason_of(step, Verb.VOID)

    def end_tasks(case: Case) -> None:
        finish(Task.objects.all(), case, step, outcome="void")

    return take(
        step, Verb.VOID, {"asked": "", "co_open": [], "errand_for_id": None}, also=end_tasks
    )
