"""核查: somebody of another branch sees on the spot whether it is put right."""

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


def send_check(*, step: Step, collector_id: UUID | None = None) -> Case:
    """Send a collector to see whether it is put right.

    None = whoever is on duty at its place; any of the area where nobody is.
    """

    def task(case: Case) -> None:
        due_at = errand_due_at(case, Kind.CHECK, step.at)
        send(case, TaskKind.CHECK, step, assignee_id=case.errand_for_id, due_at=due_at)

    def whose(case: Case) -> dict[str, object]:
        there = collector_id or collector_on_duty(case, Verb.CHECK, State.CHECKING, step.at)
        return {"errand_for_id": there}

    return take(step, Verb.SEND_CHECK, whose, also=task)


def check(*, step: Step, passed: bool, photos: Sequence[DeclaredPhoto] = ()) -> Case:
    """Record a check: passed → ready to close; not passed → back to the same department.

    Raises:
        ReasonMissing: a rework must say what is still wrong.
        EvidenceMissing: the city wants photos of what was found put right.
    """
    verb = Verb.CHECK if passed else Verb.REWORK
    if not passed:
        reason_of(step, verb)

    declared = with_photos(step, verb, photos)

    def done(case: Case) -> None:
        declared(case)
        finish(Task.objects.of_kind(TaskKind.CHECK), case, step, outcome=str(verb))

    return take(step, verb, _checked(step) if passed else _reworked, also=done)


def _checked(step: Step) -> dict[str, object]:
    return {"checked_at": step.at, "errand_for_id": None}


def _reworked(case: Case) -> dict[str, object]:
    return {"replied_at": None, "reworks": case.reworks + 1, "errand_for_id": None}
