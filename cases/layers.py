"""Cases on the map: exact counts per square from afar, single cases from close by."""

from typing import Final

from django.db.models import Case as Switch
from django.db.models import CharField, Count, Q, Value, When
from django.db.models.functions import Cast, Coalesce

from cases.filters import CASE_FILTERS
from cases.models import Case, CaseDelta, PyramidSquare
from cases.pyramid.parts import parts
from cases.states import ENDED, StateGroup
from gis_core.cql2 import normal
from gis_core.layers import Attribute, Bins, Layer, Rows, Viewing

SINGLE_FROM_ZOOM: Final = 14
"""A tile of the model city's densest square holds some 20,000 cases here, most far fewer."""


def _rows(viewing: Viewing) -> Rows:
    # A case without a place has neither point nor key, so no tile finds it.
    seen = Case.objects.visible_in(viewing.city, viewing.actor)
    return seen.with_overdue(at=viewing.city.figures_time(viewing.at))


def _due_last(viewing: Viewing) -> Rows:
    """The due time that passed last: until the next one passes, nothing becomes overdue."""
    at = viewing.city.figures_time(viewing.at)
    # In the words of the index; what has no due time is not overdue.
    by_due = Case.objects.of(viewing.city).open().alias(by=Coalesce("due_at", "reported_at"))
    due = by_due.filter(by__lt=at, due_at__isnull=False)
    return due.order_by("-by").values("due_at")[:1]


def _group() -> Switch:
    groups = (When(state__in=sorted(group.states), then=Value(str(group))) for group in StateGroup)
    return Switch(*groups, output_field=CharField())


CASES: Final = Layer(
    name="cases",
    title={"zh": "案件", "en": "Cases"},
    rows=_rows,
    attributes={
        "id": Attribute(Cast("id", CharField()), "key of the case in the API"),
        "number": Attribute("number", "number for people; absent before acceptance"),
        "state": Attribute("state", "reported, accepted, filed, dispatched, …, closed, refused"),
        "state_group": Attribute(_group(), "open, closed or refused"),
        "class_code": Attribute("case_class__code", "code of the minor class"),
        "class_name": Attribute("case_class__name", "Chinese name of the minor class"),
        "urgency": Attribute("urgency", "normal, urgent or emergency"),
        "overdue": Attribute("overdue", "true: open and past its due time"),
    },
    filters=CASE_FILTERS,
    normal={"filter": normal},
    sources=("cases",),
    clock=_due_last,
    bins=Bins(
        below=SINGLE_FROM_ZOOM,
        key="tile_key",
        counts={"count": Count("*"), "open": Count("state", filter=~Q(state__in=sorted(ENDED)))},
        parts=parts,
        looked_up=(PyramidSquare, CaseDelta),
        says={"count": "cases in this square, exact", "open": "those of them that are open"},
    ),
)
