"""回访: whoever called is called back before their case is closed."""

from __future__ import annotations

from cases.models import Case
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def call_back(*, step: Step, satisfied: bool) -> Case:
    """Satisfied → it may be closed; not satisfied → back to handling. Raises ReasonMissing."""
    if satisfied:
        said = {"satisfied": True}
        return take(step, Verb.CALL_BACK, {"called_back_at": step.at}, data=said)
    reason_of(step, Verb.CALL_BACK_UNHAPPY)

    def back(case: Case) -> dict[str, object]:
        return {"replied_at": None, "checked_at": None, "reworks": case.reworks + 1}

    return take(step, Verb.CALL_BACK_UNHAPPY, back, data={"satisfied": False})
