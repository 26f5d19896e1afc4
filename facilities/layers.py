"""Facilities on the map: points, lines and polygons, each kind from the zoom where it helps."""

from typing import Final

from django.db.models import F
from django.db.models.expressions import Combinable

from facilities.models import Facility, FacilityKind, FacilityQuerySet
from gis_core.db.functions import Simplified
from gis_core.errors import BadParameter
from gis_core.layers import Attribute, Layer, Rows, Shapes, Viewing
from gis_core.tile import SHARP_FROM_ZOOM, SLACK_PX, pixel_m

MIN_ZOOM: Final = {
    FacilityKind.PARK: 10,
    FacilityKind.ROAD: 11,
    FacilityKind.SQUARE: 11,
    FacilityKind.LIBRARY: 11,
    FacilityKind.MARKET: 12,
    FacilityKind.GAS_PAYMENT_POINT: 13,
    FacilityKind.TOILET: 13,
    FacilityKind.BUS_STOP: 14,
    FacilityKind.BICYCLE_POINT: 14,
    # A city that registers every component has some 80 in a cell of 100 m.
    FacilityKind.COMPONENT: 16,
}
"""Kind -> the zoom from which all of that kind are drawn; below it, none: never a random cut."""


def shown_at(rows: FacilityQuerySet, z: int) -> FacilityQuerySet:
    kinds = [kind for kind, zoom in MIN_ZOOM.items() if zoom <= z]
    return rows if len(kinds) == len(MIN_ZOOM) else rows.of_kind(*kinds)


def drawn_at(z: int) -> Combinable:
    """Return what is drawn at a zoom. Facilities share no borders, so each is simplified alone."""
    if z >= SHARP_FROM_ZOOM:
        return F("geom_3857")
    return Simplified("geom_3857", SLACK_PX * pixel_m(z))


def of_kind(rows: FacilityQuerySet, value: str) -> FacilityQuerySet:
    if value not in FacilityKind.values:
        raise BadParameter(name="kind", reason=", ".join(FacilityKind.values))
    return rows.of_kind(value)


def _rows(viewing: Viewing) -> Rows:
    return Facility.objects.visible_to(viewing.actor).of(viewing.city).in_use()


FACILITIES: Final = Layer(
    name="facilities",
    title={"zh": "设施", "en": "Facilities"},
    rows=_rows,
    attributes={
        "kind": Attribute("kind", "toilet, park, square, market, bus_stop, …, component"),
        "code": Attribute("code", "code, unique in the city"),
        "name": Attribute("name", "name, empty for most components"),
        "state": Attribute("state", "intact, damaged, lost, abandoned"),
        "opening_hours": Attribute("opening_hours", "opening hours in words"),
        "generated": Attribute("generated", "true: drawn by the demo's generator"),
    },
    filters={"kind": of_kind},
    at_zoom=shown_at,
    min_zoom=min(MIN_ZOOM.values()),
    shapes=Shapes(at=drawn_at, says=("kind", "name"), named_from=13),
    sources=("facilities",),
    fresh_s=60,
)
