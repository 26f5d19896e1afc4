"""Live news of cases: who may hear of a case, a task, an alarm or a note when the news is sent."""

from __future__ import annotations

from collections.abc import Set
from typing import Final
from uuid import UUID

from django.db.models import Q

from cases.models import Case, CaseNote, Task
from cases.stages.step import TOPIC
from cases.verbs import Verb
from cases.waiting import ERRANDS, waits_for
from gis_core.actor import Actor, Role
from live.topics import Topic

TASK_TOPIC: Final = "task"
ALARM_TOPIC: Final = "alarm"
NOTE_TOPIC: Final = "note"

PRESSING: Final = frozenset({str(Verb.REMIND), str(Verb.SUPERVISE)})
"""Whoever may press a department hears what is late in the whole of their area."""


def cases_seen(actor: Actor, case_ids: Set[UUID]) -> Set[UUID]:
    """Return which of these cases the actor may see."""
    rows = Case.objects.visible_to(actor).filter(pk__in=case_ids)
    return set(rows.values_list("pk", flat=True))


def tasks_offered(actor: Actor, task_ids: Set[UUID]) -> Set[UUID]:
    """Return which of these tasks are still open and the actor's to do, or anybody's like them."""
    mine = Q(assignee_id=actor.user_id) | Q(organization_id__in=actor.organization_ids())
    anybody = Q(assignee_id__isnull=True, organization_id__isnull=True)
    waiting = Q(pk__in=[])
    for city_id in {role.city_id for role in actor.roles}:
        waiting |= waits_for(actor, city_id, ERRANDS)
    cases = Case.objects.filter(waiting, tasks__in=task_ids)
    rows = Task.objects.open().filter(mine | anybody, pk__in=task_ids, case__in=cases)
    return set(rows.values_list("pk", flat=True))


def alarms_heard(actor: Actor, case_ids: Set[UUID]) -> Set[UUID]:
    """Return which of these cases are the actor's to move: of their branch, or theirs to press."""
    theirs = Q(errand_for_id=actor.user_id)
    for role in actor.roles:
        theirs |= _of_role(role)
    rows = Case.objects.visible_to(actor).filter(theirs, pk__in=case_ids)
    return set(rows.values_list("pk", flat=True))


def _of_role(role: Role) -> Q:
    mine = list(role.organization_ids)
    branch = Q(organization_id__in=mine) | Q(unit_id__in=mine) | Q(co_open__overlap=mine)
    if role.verbs & PRESSING:
        branch = Q(city_id=role.city_id)
    if role.area_codes:
        codes = sorted(role.area_codes)
        branch &= Q(district_code__in=codes) | Q(street_code__in=codes)
    return branch


def notes_read(actor: Actor, note_ids: Set[UUID]) -> Set[UUID]:
    """Return which of these notes the actor may read."""
    rows = CaseNote.objects.readable_by(actor).filter(pk__in=note_ids)
    return set(rows.values_list("pk", flat=True))


CASE_NEWS: Final = Topic(TOPIC, cases_seen)
TASK_NEWS: Final = Topic(TASK_TOPIC, tasks_offered)
ALARM_NEWS: Final = Topic(ALARM_TOPIC, alarms_heard)
NOTE_NEWS: Final = Topic(NOTE_TOPIC, notes_read)
