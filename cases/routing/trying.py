"""Asking the rules about a case that nobody reported: any class, any point, any moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point

from cases.errors import NotOnDuty
from cases.models.choices import Source, Urgency
from cases.routing.advice import Advice, ruled_first
from cases.routing.book import book_of
from cases.routing.borders import border_at
from cases.routing.facts import Row, facts_of
from cases.routing.fallback import fallback_for
from gis_core.actor import Actor
from grids.models import City
from grids.snap import snap
from standards.models import CaseClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """A case as somebody supposes it; without a place where `lon` or `lat` is None (WGS 84)."""

    class_code: str
    lon: float | None
    lat: float | None
    reported_at: datetime
    source: str = Source.COLLECTOR
    urgency: str = Urgency.NORMAL
    road: str = ""


def suppose(
    city: City,
    supposed: Supposed,
    *,
    actor: Actor,
    at: datetime,
    rule_set_id: UUID | None = None,
) -> Advice:
    """Return what the rules in force, or those of a set, would say.

    Raises:
        NotOnDuty: the actor holds no post in the city.
        ClassUnknown: it has no such class.
    """
    if not (actor.is_operator or any(actor.roles_in(city.pk))):
        raise NotOnDuty
    case_class = CaseClass.objects.of(city, at).coded(supposed.class_code)
    row, point = _row(city, case_class, supposed, at)
    book = book_of(city, at, rule_set_id)
    (facts,) = facts_of(city, [row], book.asked)
    suggestions, broken = book.suggestions(facts)
    if not suggestions:
        fallback = fallback_for(city, case_class, facts, point=point)
        suggestions, broken = book.suggestions(facts, fallback)
    border = border_at(city, point, facts, book, at) if point else None
    return Advice(
        suggestions=tuple(ruled_first(suggestions, border)), broken=tuple(broken), border=border
    )


def _row(
    city: City, case_class: CaseClass, supposed: Supposed, at: datetime
) -> tuple[Row, Point | None]:
    found = None
    if supposed.lon is not None and supposed.lat is not None:
        found = snap(city, supposed.lon, supposed.lat, at)
    cell = found.cell if found else None
    point = found.point if found and cell else None
    return {
        "case_class__code": case_class.code,
        "case_class__name": case_class.name,
        "case_class__parent__code": case_class.parent.code if case_class.parent else None,
        "district_code": cell.district.code if cell else "",
        "street_code": cell.street.code if cell else "",
        "cell__code": cell.code if cell else None,
        "place_known": cell is not None,
        "geom": point,
        "component__owner__code": None,
        "source": supposed.source,
        "urgency": supposed.urgency,
        "road": supposed.road,
        "reported_at": supposed.reported_at,
    }, point
