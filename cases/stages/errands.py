"""Tasks of collectors and co-handlers: sent with one step, finished with another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.models import Case, Task, TaskKind
from cases.models.task import TaskQuerySet
from cases.phones import push_task
from cases.stages.step import Step
from cases.topics import TASK_TOPIC
from live.outbox import publish


def send(
    case: Case,
    kind: TaskKind,
    step: Step,
    *,
    assignee_id: UUID | None = None,
    organization_id: UUID | None = None,
    due_at: datetime | None = None,
) -> None:
    """Give a task to a collector (None = whoever of the area takes it) or a co-handler.

    Open pages and phones hear of it when the step is committed.
    """
    task = Task.objects.create(
        case=case,
        kind=kind,
        assignee_id=assignee_id,
        organization_id=organization_id,
        sent_at=step.at,
        due_at=due_at,
    )
    said = {
        "case": str(case.pk),
        "kind": str(kind),
        "due_at": due_at.isoformat() if due_at else None,
    }
    publish(city_id=case.city_id, topic=TASK_TOPIC, subject_id=task.pk, data=said)
    push_task.defer(task_id=str(task.pk))


def finish(tasks: TaskQuerySet, case: Case, step: Step, *, outcome: str) -> None:
    """Finish the open ones of these tasks of a case."""
    changes = {"done_at": step.at, "outcome": outcome}
    tasks.open().filter(case=case).update(**changes)
