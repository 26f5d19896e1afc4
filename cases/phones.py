"""What rings on a phone: a new task, an alarm. Who is told is decided when it is sent, not before.

Jobs are deferred in the transaction of the step that causes them; one that runs twice rings twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.models import User
from cases.models import Case, Task
from cases.topics import ALARM_TOPIC, TASK_TOPIC, alarms_heard, tasks_offered
from departments.actors import actor_of
from gis_core.actor import Actor
from live.push import Notice, push_to, subscribed

Right = Callable[[Actor, Set[UUID]], Set[UUID]]


@app.task(name="push_task")
def push_task(task_id: str) -> None:
    """Tell whoever a task is for; nobody where it was done in the meantime."""
    task = Task.objects.open().select_related("case").filter(pk=task_id).first()
    if task is None:
        return
    who = _members(task.case)
    if task.assignee_id is not None:
        who = who.filter(pk=task.assignee_id)
    said = {"case": str(task.case_id), "kind": task.kind}
    notice = Notice(topic=TASK_TOPIC, subject_id=task.pk, city_id=task.case.city_id, data=said)
    push_to(_with_right(who, tasks_offered, task.pk), notice)


@app.task(name="push_alarm")
def push_alarm(case_id: str, colour: str) -> None:
    """Tell those who handle a case that its time is nearly over, or over."""
    case = Case.objects.open().filter(pk=case_id, alarm=colour).first()
    if case is None:
        return
    handling = [case.organization_id, case.unit_id, *case.co_open]
    there = Q(memberships__organization__in=[one for one in handling if one is not None])
    who = _members(case).filter(there | Q(pk=case.errand_for_id))
    said = {"colour": colour, "number": case.number}
    notice = Notice(topic=ALARM_TOPIC, subject_id=case.pk, city_id=case.city_id, data=said)
    push_to(_with_right(who.distinct(), alarms_heard, case.pk), notice)


def _members(case: Case) -> QuerySet[User]:
    """People of the case's city who have a phone that can be told."""
    return subscribed().filter(memberships__city=case.city_id).distinct()


def _with_right(users: Iterable[User], right: Right, subject: UUID) -> list[UUID]:
    now = timezone.now()
    return [user.pk for user in users if right(actor_of(user, now), {subject})]
