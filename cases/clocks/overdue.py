"""Overdue marks: made by a job that may run late or twice, and never wrongly.

A mark is a clock's own due time, made only where the clock still ran past it. What stops in time is
never marked, however late the job comes; what stopped too late was marked by the step that stopped
it. A mark goes again when the due time moves, by an extension or by a changed calendar.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min, OuterRef, Q, Subquery

from cases.clocks.keeping import keep, load
from cases.clocks.limits import row_of
from cases.models import Case, CaseClock, ClockKind, Origin
from cases.models.clock import CaseClockQuerySet
from cases.states import ENDED, State
from grids.models import City

BATCH: Final = 5_000
"""Cases that are locked at once."""


def mark_overdue(city: City, *, at: datetime) -> int:
    """Mark the running clocks of a city that were due before `at`; returns how many."""
    marked = 0
    while ids := list(_unmarked(city, at).values_list("case_id", flat=True).distinct()[:BATCH]):
        found = _mark(city, ids, at)
        marked += found
        if not found:
            break  # somebody works on the rest just now; the next run marks it if need be
    return marked


def _unmarked(city: City, at: datetime) -> CaseClockQuerySet:
    clocks = CaseClock.objects.running().filter(case__city=city, overdue_at__isnull=True)
    return clocks.filter(_late(city, at))


def _late(city: City, at: datetime) -> Q:
    """A generated city stands still, but not for what began in it after that moment."""
    still = city.figures_time(at)
    return Q(due_at__lt=still) | Q(started_at__gte=still, due_at__lt=at)


@transaction.atomic
def _mark(city: City, case_ids: Sequence[UUID], at: datetime) -> int:
    """Cases are locked first, as a step does it; what a step holds now is left to the next run."""
    locked = Case.objects.select_for_update(skip_locked=True).filter(pk__in=case_ids)
    ids = list(locked.order_by("pk").values_list("pk", flat=True))
    clocks = _unmarked(city, at).filter(case__in=ids)
    late_cases = clocks.of_kind(ClockKind.CASE).values_list("case_id", flat=True)
    late_departments = clocks.of_kind(ClockKind.HANDLE).values_list("case_id", flat=True)
    of_case, of_department = set(late_cases), set(late_departments)
    marked = clocks.update(overdue_at=F("due_at"))
    Case.objects.filter(pk__in=of_case).update(overdue_at=F("due_at"))
    first = (
        CaseClock.objects.running()
        .of_kind(ClockKind.HANDLE)
        .filter(case=OuterRef("pk"))
        .values("case")
        .annotate(first=Min("overdue_at"))
        .values("first")
    )
    departments = Case.objects.filter(pk__in=of_department, department_overdue_at__isnull=True)
    departments.update(department_overdue_at=Subquery(first))
    return marked


def give_clocks(city: City, *, at: datetime, at_most: int = BATCH) -> int:
    """Give the open cases that came in by the set-based door their clocks; returns how many."""
    without = (
        Case.objects.of(city)
        .open()
        .exclude(origin=Origin.REPORTED)
        .exclude(state__in=[State.REPORTED, State.ACCEPTED])
        .filter(~Q(pk__in=CaseClock.objects.values("case")))
    )
    ids = list(without.order_by("pk").values_list("pk", flat=True)[:at_most])
    for case_id in ids:
        _give(case_id, city.figures_time(at))
    return len(ids)


@transaction.atomic
def _give(case_id: UUID, at: datetime) -> None:
    rows = Case.objects.select_related("city__calendar", "city__clock_rules", "case_class")
    case = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=case_id).first()
    if case is None or case.state in ENDED or case.clocks.exists():
        return
    columns = {"standard_row": row_of(case), **keep(case, load(case), at=at)}
    for name, value in columns.items():
        setattr(case, name, value)
    case.save(update_fields=[*columns])
