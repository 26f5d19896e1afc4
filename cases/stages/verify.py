"""核实: before a public report is filed, a collector confirms on the spot that it is so."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from cases.clocks.effects import Kind
from cases.clocks.limits import errand_due_at
from cases.models import Case, Task, TaskKind
from cases.photos import DeclaredPhoto
from cases.stages.errands import finish, send
from cases.stages.on_duty import collector_on_duty
from cases.stages.photographs import with_photos
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.states import State
from cases.verbs import Verb


def send_verify(*, step: Step, collector_id: UUID | None = None) -> Case:
    """Send an accepted public report to a collector to be verified.

    None = whoever is on duty at its place; any of the area where nobody is.
    """

    def task(case: Case) -> None:
        due_at = errand_due_at(case, Kind.VERIFY, step.at)
        send(case, TaskKind.VERIFY, step, assignee_id=case.errand_for_id, due_at=due_at)

    def whose(case: Case) -> dict[str, object]:
        there = collector_id or collector_on_duty(case, Verb.VERIFY, State.VERIFYING, step.at)
        return {"errand_for_id": there}

    return take(step, Verb.SEND_VERIFY, whose, also=task)


def verify(*, step: Step, passed: bool, photos: Sequence[DeclaredPhoto] = ()) -> Case:
    """Say whether the report is true; if not, say what was found.

    Raises:
        ReasonMissing, EvidenceMissing: it does not say enough, or the city wants photos with it.
    """
    if not passed:
        reason_of(step, Verb.VERIFY)
    outcome = "true" if passed else "false"

    declared = with_photos(step, Verb.VERIFY, photos)

    def done(case: Case) -> None:
        declared(case)
        finish(Task.objects.of_kind(TaskKind.VERIFY), case, step, outcome=outcome)

    return take(
        step,
        Verb.VERIFY,
        {"verified": passed, "errand_for_id": None},
        data={"passed": passed},
        also=done,
    )
