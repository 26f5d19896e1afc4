"""Work lists: what waits for somebody, and what their level has open, soon late or late.

Nothing here is kept by hand: a list is a condition on the open cases, made of the table of
transitions and of the person's posts, read by the index of the open cases alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from cases.guards import UNDER_APPEAL
from cases.lateness import is_past, past
from cases.models import Case, Task
from cases.models.case import CaseQuerySet
from cases.models.rights import of_roles
from cases.states import DONE_ORDER, ENDED
from cases.waiting import ANSWERS, ERRANDS, waits_for
from gis_core.actor import Actor, Scope
from grids.models import City


class WorkList(StrEnum):
    """The lists of everybody, whatever their posts."""

    MINE = "mine"  # 我的待办
    TASKS = "tasks"  # 核实、核查、协办任务
    REQUESTS = "requests"  # 待我批复
    LEVEL = "level"  # 本级在办
    SOON = "soon"  # 即将超期
    LATE = "late"  # 已超期


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose lists: somebody in a city at a moment, by all of their posts or by one."""

    actor: Actor
    city: City
    at: datetime
    post: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a page ended: what the list is ordered by, so that no case is shown twice or missed."""

    by: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """Cases in the order of the list, and where the next page begins (None = nothing comes)."""

    cases: tuple[Case, ...]
    next: Place | None


SHOWN: Final = (
    # What a row on a list shows …
    *("number", "state", "urgency", "source", "origin", "place_known", "place_text", "geom"),
    *("reported_at", "due_at", "amber_at", "closed_at", "asked", "asked_until", "street_code"),
    *("case_class__code", "case_class__name", "case_class__name_en"),
    *("organization__name", "unit__name"),
    # … and what guards read to say what it waits for.
    *("city", "district_code", "verified", "reporter_account", "errand_for", "co_open", "returns"),
    *("extensions", "ruling_open", "handed_over", "decision_number", "appeal", "overdue_at"),
    *("department_overdue_at", "replied_at", "checked_at", "called_back_at"),
)
"""The columns that are read: a case is wide, and a list is asked for often."""

ORDER: Final = Coalesce("due_at", "reported_at")
"""What is due first comes first; what is not filed yet is urgent, and was due when it came in."""


def page_of(desk: Desk, which: WorkList, *, after: Place | None, size: int) -> Page:
    """Return the next `size` cases of a list, two queries at most."""
    parts = [_part(rows, after, size) for rows in _parts(desk, which)]
    found = list(islice(merge(*parts, key=place_of), size + 1))
    cases = tuple(found[:size])
    for case in cases:
        case.city = desk.city  # whose practice guards ask for: once for all, not once for each
    return Page(cases, place_of(cases[-1]) if len(found) > size else None)


def place_of(case: Case) -> Place:
    """Return where a case stands in every list."""
    return Place(case.due_at or case.reported_at, case.pk)


def counts_of(desk: Desk) -> Mapping[WorkList, int]:
    """Return how many cases each list holds, in two queries."""
    wanted = {str(which): Count("pk", filter=_condition(desk, which)) for which in WorkList}
    counted = _open(desk).aggregate(**wanted)
    under_appeal = _appeals(desk).count()
    more = {WorkList.MINE: under_appeal, WorkList.REQUESTS: under_appeal}
    return {which: counted[which] + more.get(which, 0) for which in WorkList}


def waiting_by_post(desk: Desk) -> Mapping[str, int]:
    """Return how many open cases wait for each post that the actor holds in the city."""
    posts = {role.post for role in desk.actor.roles_in(desk.city.pk)}
    wanted = {
        f"post_{n}": Count("pk", filter=waits_for(desk.actor, desk.city.pk, post=post))
        for n, post in enumerate(sorted(posts))
    }
    counted = _open(desk).aggregate(**wanted) if wanted else {}
    return {post: counted[f"post_{n}"] for n, post in enumerate(sorted(posts))}


def tasks_of(cases: Sequence[Case], actor: Actor) -> Mapping[UUID, list[Task]]:
    """Return the open tasks of these cases that are the actor's, or anybody's, by case."""
    mine = Q(assignee_id=actor.user_id) | Q(organization_id__in=actor.organization_ids())
    anybody = Q(assignee_id__isnull=True, organization_id__isnull=True)
    found: dict[UUID, list[Task]] = defaultdict(list)
    for task in Task.objects.open().filter(mine | anybody, case__in=[case.pk for case in cases]):
        found[task.case_id].append(task)
    return found


def light_of(case: Case, desk: Desk) -> str | None:
    """Return how a case stands by its time: green, amber, red; None where nothing runs."""
    if case.state in ENDED or case.due_at is None:
        return None
    if is_past(case, case.due_at, desk.city, desk.at):
        return "red"
    amber = case.amber_at is not None and is_past(case, case.amber_at, desk.city, desk.at)
    return "amber" if amber else "green"


def _parts(desk: Desk, which: WorkList) -> Sequence[CaseQuerySet]:
    """The open cases of a list, and the closed ones under appeal, which another index finds."""
    rows = _open(desk).filter(_condition(desk, which))
    answers = which in (WorkList.MINE, WorkList.REQUESTS)
    return [rows, _appeals(desk)] if answers else [rows]


def _part(rows: CaseQuerySet, after: Place | None, size: int) -> list[Case]:
    rows = rows.select_related("case_class", "organization", "unit").only(*SHOWN)
    ordered = rows.annotate(by=ORDER).order_by("by", "id")
    if after is not None:
        later = Q(by__gt=after.by) | Q(by=after.by, id__gt=after.id)
        # The plain bound is what the index is read from.
        ordered = ordered.filter(Q(by__gte=after.by), later)
    return list(ordered[: size + 1])


def _open(desk: Desk) -> CaseQuerySet:
    return _seen(desk).open()


def _seen(desk: Desk) -> CaseQuerySet:
    """What their posts show them: nobody has work on a case that they see for another reason."""
    rows = Case.objects.of(desk.city)
    if desk.actor.is_operator or desk.city.pk in desk.actor.city_ids(Scope.CITY):
        return rows
    shown = of_roles(desk.actor.roles_in(desk.city.pk))
    return rows.filter(shown | Q(errand_for_id=desk.actor.user_id))


def _appeals(desk: Desk) -> CaseQuerySet:
    mine = waits_for(desk.actor, desk.city.pk, ANSWERS, desk.post)
    under_appeal = [str(appeal) for appeal in UNDER_APPEAL]
    return _seen(desk).filter(appeal__in=under_appeal, state__in=DONE_ORDER).filter(mine)


def _condition(desk: Desk, which: WorkList) -> Q:
    verbs = {WorkList.TASKS: ERRANDS, WorkList.REQUESTS: ANSWERS}.get(which)
    if verbs is not None or which is WorkList.MINE:
        return waits_for(desk.actor, desk.city.pk, verbs, desk.post)
    late = past("due_at", desk.city, desk.at)
    if which is WorkList.SOON:
        return Q(_level(desk), past("amber_at", desk.city, desk.at), ~late)
    return Q(_level(desk), late) if which is WorkList.LATE else _level(desk)


def _level(desk: Desk) -> Q:
    """What the branch of each of their posts has open: of the city, or of their organisations."""
    if desk.post is None:
        return Q()  # it is what `_seen` shows
    roles = desk.actor.roles_in(desk.city.pk)
    return of_roles(role for role in roles if role.post == desk.post)
