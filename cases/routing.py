"""Whom to dispatch a case to: gather the facts that rules may look at, and let them decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F

from cases.components import owned_component_at
from cases.errors import CaseNotFound
from cases.models import Case
from cases.models.case import CaseQuerySet
from departments.models import Organization
from departments.routing import party_of, rules_of
from departments.rules import Facts, Party, Past, Suggestion, suggest
from gis_core.actor import Actor

PAST_AT_MOST: Final = 3
"""Earlier receivers that a dispatcher is shown."""


def suggestions(*, case_id: UUID, actor: Actor, at: datetime) -> list[Suggestion]:
    """Return whom the case could go to, best first, each with its reason. Raises CaseNotFound."""
    visible = Case.objects.visible_to(actor).select_related(
        "city", "case_class", "cell__street__district", "component__owner"
    )
    case = visible.filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    rules = rules_of(case.city, at)
    by_rule = suggest(facts_of(case), rules)
    return by_rule or suggest(facts_of(case, owner=_owner(case), past=_past(case)), ())


def facts_of(case: Case, *, owner: Party | None = None, past: tuple[Past, ...] = ()) -> Facts:
    """Return the frozen facts of a case that rules may look at."""
    street = case.cell.street if case.cell else None
    return Facts(
        class_code=case.case_class.code,
        class_name=case.case_class.name,
        district_code=case.district_code,
        district_name=street.district.name if street else "",
        street_code=case.street_code,
        street_name=street.name if street else "",
        owner=owner,
        past=past,
    )


def _owner(case: Case) -> Party | None:
    """Return who owns the component of the case; else the nearest of its class that has one."""
    component = case.component
    if component is None or component.owner is None:
        component = owned_component_at(case.city, case.case_class, case.geom)
    return party_of(component.owner) if component and component.owner else None


def _past(case: Case) -> tuple[Past, ...]:
    """Return who got such cases before: in this street, else in this district, else anywhere."""
    alike = Case.objects.of(case.city).filter(
        case_class=case.case_class, organization__isnull=False
    )
    widening = (
        (alike.in_street(case.street_code), "本街道", "in this street"),
        (alike.in_district(case.district_code), "本区", "in this district"),
        (alike, "全市", "in this city"),
    )
    for rows, where_zh, where_en in widening if case.place_known else widening[2:]:
        if found := tuple(_counted(rows, where_zh, where_en)):
            return found
    return ()


def _counted(rows: CaseQuerySet, where_zh: str, where_en: str) -> Iterator[Past]:
    counts: Any = rows.values(to=F("organization"), by=F("unit")).annotate(times=Count("pk"))
    top = list(counts.order_by("-times")[:PAST_AT_MOST])
    ids = {i for row in top for i in (row["to"], row["by"]) if i}
    named = Organization.objects.defer("area").in_bulk(ids)
    for row in top:
        yield Past(
            organization=party_of(named[row["to"]]),
            unit=party_of(named[row["by"]]) if row["by"] else None,
            times=row["times"],
            where_zh=where_zh,
            where_en=where_en,
        )
