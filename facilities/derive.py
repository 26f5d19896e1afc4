"""The places that follow from a city's network and facilities."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.db.models import F, OuterRef, QuerySet, Subquery

from facilities.gazetteer import GIVEN, Entry, replace_places
from facilities.models import Facility, FacilityKind, PlaceKind
from grids.models import City, Community, District, Street

DERIVED = tuple(kind for kind in PlaceKind if kind not in GIVEN)


def rebuild(city: City, at: datetime) -> int:
    """Make the derived places of the city anew; return how many there are."""
    return replace_places(city, DERIVED, [*_areas(city, at), *_facilities(city, at)])


def _areas(city: City, at: datetime) -> Iterator[Entry]:
    yield from _named(PlaceKind.DISTRICT, District.objects.of(city, at), city.name)
    streets = Street.objects.of(city, at).annotate(where=F("district__name"))
    yield from _named(PlaceKind.STREET, streets)
    communities = Community.objects.of(city, at).annotate(where=F("street__name"))
    yield from _named(PlaceKind.COMMUNITY, communities)


def _named(kind: PlaceKind, rows: QuerySet[Any], context: str = "") -> Iterator[Entry]:
    points = rows.annotate(point=PointOnSurface("geom")).defer("geom", "geom_3857")
    for row in points:
        yield Entry(
            kind=kind,
            name=row.name,
            name_en=row.name_en,
            point=row.point,
            context=context or row.where,
        )


def _facilities(city: City, at: datetime) -> Iterator[Entry]:
    """Named things; a road that is stored in pieces is one place in each street it runs through."""
    street = Street.objects.of(city, at).filter(geom__intersects=OuterRef("point"))
    rows = (
        Facility.objects.of(city)
        .in_use()
        .exclude(kind=FacilityKind.COMPONENT)
        .exclude(name="")
        .annotate(point=PointOnSurface("geom"))
        .annotate(where=Subquery(street.values("name")[:1]))
        .order_by("code")
    )
    seen: set[tuple[str, str]] = set()
    for row in rows.values("kind", "name", "point", "where"):
        is_road = row["kind"] == FacilityKind.ROAD
        key = (row["name"], row["where"] or "")
        if is_road and key in seen:
            continue
        seen.add(key)
        yield Entry(
            kind=PlaceKind.ROAD if is_road else PlaceKind.FACILITY,
            name=row["name"],
            point=row["point"],
            context=row["where"] or "",
        )
