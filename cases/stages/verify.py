"""核实: before a public report is filed, a collector confirms on the spot that it is so."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from cases.models import Case, Task, TaskKind
from cases.stages.errands import finish, send
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb

VERIFY_WITHIN: Final = timedelta(minutes=30)
"""The usual limit of a verification; a city's own comes from its rows."""


def send_verify(*, step: Step, collector_id: UUID | None = None) -> Case:
    """Send an accepted public report to a collector (None = any of the area) to be verified."""

    def task(case: Case) -> None:
        send(case, TaskKind.VERIFY, step, assignee_id=collector_id, due_at=step.at + VERIFY_WITHIN)

    return take(step, Verb.SEND_VERIFY, {"errand_for_id": collector_id}, also=task)


def verify(*, step: Step, passed: bool) -> Case:
    """Say whether the report is true; if not, say what was found. Raises ReasonMissing."""
    if not passed:
        reason_of(step, Verb.VERIFY)
    outcome = "true" if passed else "false"

    def done(case: Case) -> None:
        finish(Task.objects.of_kind(TaskKind.VERIFY), case, step, outcome=outcome)

    return take(
        step,
        Verb.VERIFY,
        {"verified": passed, "errand_for_id": None},
        data={"passed": passed},
        also=done,
    )
