"""缓办: a case that was put off to a date wakes up on it, by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Case as Switch
from django.db.models import Exists, IntegerField, OuterRef, Q, Value, When

from cases.errors import StateConflict
from cases.models import Case, CaseEvent, Origin
from cases.stages.parking import resume
from cases.stages.step import Step
from cases.states import State
from cases.verbs import Verb
from departments.models import Organization, OrganizationKind
from gis_core.actor import Actor, Role, Scope
from grids.models import City

POST: Final = "clock"
"""What stands as the post in the event of a step that nobody pressed."""

NOTE: Final = "缓办到期，自动恢复处理 The date it was put off to has come."


def wake_deferred(city: City, *, at: datetime) -> int:
    """Resume the deferred cases whose date has come; returns how many."""
    put_off_here = CaseEvent.objects.filter(
        case=OuterRef("pk"), verb=Verb.GRANT_DEFERRAL, origin=Origin.REPORTED
    )
    # A generated city stands still, but not for what people do in it today.
    come = Q(asked_until__lte=city.figures_time(at)) | Q(Exists(put_off_here), asked_until__lte=at)
    due = Case.objects.of(city).in_state(State.DEFERRED).filter(come)
    woken = 0
    for case_id, organization_id in due.order_by("asked_until").values_list("pk", "organization"):
        by = _clock(city, _centre(city) or organization_id)
        try:
            resume(step=Step(case_id=case_id, actor=by, at=at, note=NOTE))
        except StateConflict:
            continue  # somebody was faster
        woken += 1
    return woken


def _centre(city: City) -> UUID | None:
    """The city's command centre, or who supervises."""
    kinds = (OrganizationKind.COMMAND_CENTRE, OrganizationKind.SUPERVISION_CENTRE)
    rank = Switch(
        *(When(kind=kind, then=Value(n)) for n, kind in enumerate(kinds)),
        output_field=IntegerField(),
    )
    found = Organization.objects.filter(city=city, kind__in=kinds).order_by(rank, "code")
    return found.values_list("pk", flat=True).first()


def _clock(city: City, organization_id: UUID) -> Actor:
    """The actor that is nobody: it may resume, and nothing else."""
    role = Role(
        membership_id=UUID(int=0),
        city_id=city.pk,
        post=POST,
        verbs=frozenset({str(Verb.RESUME)}),
        scope=Scope.CITY,
        organization_id=organization_id,
        organization_ids=frozenset({organization_id}),
        branch_ids=frozenset(),
    )
    return Actor(user_id=None, name=POST, is_operator=True, roles=(role,))
