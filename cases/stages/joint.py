"""联合处置: one department leads, others do their part, each with a task and a time of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cases.errors import OrganizationMissing
from cases.models import Case, Task, TaskKind
from cases.stages.dispatch import organization_of
from cases.stages.errands import finish, send
from cases.stages.step import Step, take
from cases.verbs import Verb


def join(*, step: Step, organization_ids: Sequence[UUID], due_at: datetime | None = None) -> Case:
    """Add co-handlers. Raises OrganizationMissing, OrganizationUnknown."""
    if not organization_ids:
        raise OrganizationMissing
    partners = [organization_of(step, one) for one in dict.fromkeys(organization_ids)]

    fresh: list[UUID] = []

    def changes(case: Case) -> dict[str, object]:
        known = {*case.co_open, case.organization_id}
        fresh.extend(p.pk for p in partners if p.pk not in known)
        everybody = [*case.co_organizations, *fresh]
        return {
            "co_organizations": list(dict.fromkeys(everybody)),
            "co_open": [*case.co_open, *fresh],
        }

    def tasks(case: Case) -> None:
        for partner_id in fresh:
            send(case, TaskKind.CONTRIBUTE, step, organization_id=partner_id, due_at=due_at)

    said: dict[str, object] = {"partners": [str(partner.pk) for partner in partners]}
    if due_at is not None:
        said["until"] = due_at.isoformat()
    return take(step, Verb.JOIN, changes, data=said, also=tasks)


def contribute(*, step: Step) -> Case:
    """A co-handler says that its part is done; the lead may reply when all have said so."""
    mine = step.actor.organization_ids()

    def done(case: Case) -> None:
        tasks = Task.objects.of_kind(TaskKind.CONTRIBUTE).filter(organization_id__in=mine)
        finish(tasks, case, step, outcome="done")

    def changes(case: Case) -> dict[str, object]:
        return {"co_open": [one for one in case.co_open if one not in mine]}

    return take(step, Verb.CONTRIBUTE, changes, also=done)
