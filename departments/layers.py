"""Duty grids on the map: the ground of those in force now, each with who holds it."""

from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, JSONArray, NullIf

from departments.models import DutyGrid, DutyGridQuerySet
from gis_core.layers import Attribute, Layer, Rows, Shapes, Viewing, corner_by_corner
from gis_core.params import text
from grids.models import City, Generation


def _rows(viewing: Viewing) -> Rows:
    rows = DutyGrid.objects.visible_to(viewing.actor).of(viewing.city).valid_at(viewing.at)
    network = Generation.objects.of(viewing.city).valid_at(viewing.at)
    return rows.annotate(current=Exists(network.filter(pk=OuterRef("generation"))))


def _in_force(viewing: Viewing) -> Rows:
    """What time alone makes of duty: the grids in force, and the generations that are."""
    grids = DutyGrid.objects.of(viewing.city).valid_at(viewing.at).order_by("pk")
    network = Generation.objects.of(viewing.city).valid_at(viewing.at).order_by("pk")
    keys = JSONArray(ArraySubquery(grids.values("pk")), ArraySubquery(network.values("pk")))
    return City.objects.filter(pk=viewing.city.pk).order_by().values(keys=keys)


def _of_shift(rows: DutyGridQuerySet, value: str) -> DutyGridQuerySet:
    return rows.filter(shift__code=text({"shift": value}, "shift", at_most=20))


_HOLDER: Final = Coalesce(
    F("organization__name"), NullIf("collector__display_name", Value("")), F("collector__username")
)
_STALE: Final = Case(When(Q(current=True), then=Value(False)), default=Value(True))

DUTY_GRIDS: Final = Layer(
    name="duty_grids",
    title={"zh": "责任网格", "en": "Duty grids"},
    rows=_rows,
    attributes={
        "id": Attribute(Cast("id", CharField()), "key of the duty grid in the API"),
        "code": Attribute("code", "code, once at a time in the city"),
        "name": Attribute("name", "name, may be empty"),
        "shift": Attribute("shift__code", "code of the shift"),
        "shift_name": Attribute("shift__name", "name of the shift"),
        "holder": Attribute(_HOLDER, "who is on duty: a collector, or an organisation"),
        "stale": Attribute(_STALE, "true: drawn on an older generation of the network"),
    },
    filters={"shift": _of_shift},
    min_zoom=9,
    shapes=Shapes(at=corner_by_corner),
    sources=("duty",),
    clock=_in_force,
    fresh_s=60,
)
