"""Which registered component a case is about: the nearest of its class, within reach."""

from __future__ import annotations

from typing import Final

from django.contrib.gis.geos import Point

from facilities.models import Facility, FacilityKind, FacilityQuerySet
from facilities.nearest import nearest
from grids.models import City
from standards.models import CaseClass, CaseKind

COMPONENT_REACH_M: Final = 15
"""As far as a phone's fix may lie from the manhole that it means."""


def component_at(city: City, case_class: CaseClass, point: Point | None) -> Facility | None:
    """Return the nearest component of a class; None for an event, or where none is in reach."""
    if point is None or case_class.kind != CaseKind.COMPONENT:
        return None
    return _nearest(components_of(city, case_class), point)


def owned_component_at(city: City, case_class: CaseClass, point: Point | None) -> Facility | None:
    """Return the nearest that has an owner, with the owner."""
    if point is None or case_class.kind != CaseKind.COMPONENT:
        return None
    owned = components_of(city, case_class).filter(owner__isnull=False)
    return _nearest(owned.select_related("owner").defer("owner__area"), point)


def components_of(city: City, case_class: CaseClass) -> FacilityQuerySet:
    rows = Facility.objects.of(city).of_kind(FacilityKind.COMPONENT).in_use()
    return rows.filter(component_class=case_class)


def _nearest(rows: FacilityQuerySet, point: Point) -> Facility | None:
    found = nearest(rows, point, radius_m=COMPONENT_REACH_M, at_most=1)
    return found[0].facility if found else None
