"""Whom to ask where no rule fits: the component's owner, then what was done before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import Count, F

from cases.components import owned_component_at
from cases.models import Case
from cases.models.case import CaseQuerySet
from departments.conditions import Facts
from departments.models import Organization
from departments.routing import party_of
from departments.rules import Party
from departments.suggesting import Fallback, Past
from facilities.models import Facility
from grids.models import City
from standards.models import CaseClass

PAST_AT_MOST: Final = 3
"""Earlier receivers that a dispatcher is shown."""


def fallback_for(
    city: City,
    case_class: CaseClass,
    facts: Facts,
    *,
    point: Point | None,
    component: Facility | None = None,
) -> Fallback:
    """Return who owns what the case is about, and whom such cases went to."""
    owner = _owner(city, case_class, point, component)
    return Fallback(owner=owner, past=_past(city, case_class, facts))


def _owner(
    city: City, case_class: CaseClass, point: Point | None, component: Facility | None
) -> Party | None:
    """Return who owns the component of the case; else the nearest of its class that has one."""
    if component is None or component.owner is None:
        component = owned_component_at(city, case_class, point)
    return party_of(component.owner) if component and component.owner else None


def _past(city: City, case_class: CaseClass, facts: Facts) -> tuple[Past, ...]:
    """Return who got such cases before: in this cell, else street, else district, else anywhere."""
    alike = Case.objects.of(city).filter(case_class=case_class, organization__isnull=False)
    widening = (
        (alike.filter(cell__code=facts.cell_code), "本网格", "in this cell"),
        (alike.in_street(facts.street_code), "本街道", "in this street"),
        (alike.in_district(facts.district_code), "本区", "in this district"),
        (alike, "全市", "in this city"),
    )
    for rows, where_zh, where_en in widening if facts.is_placed else widening[3:]:
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
