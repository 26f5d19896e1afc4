"""Tasks of collectors and co-handlers: sent with one step, finished with another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.models import Case, Task, TaskKind
from cases.models.task import TaskQuerySet
from cases.stages.step import Step


def send(
    case: Case,
    kind: TaskKind,
    step: Step,
    *,
    assignee_id: UUID | None = None,
    organization_id: UUID | None = None,
    due_at: datetime | None = None,
) -> None:
    """Give a task to a collector (None = whoever of the area takes it) or a co-handler."""
    Task.objects.create(
        case=case,
        kind=kind,
        assignee_id=assignee_id,
        organization_id=organization_id,
        sent_at=step.at,
        due_at=due_at,
    )


def finish(tasks: TaskQuerySet, case: Case, step: Step, *, outcome: str) -> None:
    """Finish the open ones of these tasks of a case."""
    changes = {"done_at": step.at, "outcome": outcome}
    tasks.open().filter(case=case).update(**changes)
