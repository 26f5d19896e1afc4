"""The list of cases: newest first, narrowed as the tiles are, with stable paging."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.gis.geos import Polygon
from django.db.models import Count, Q
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.documents import CaseFeatureSerializer
from cases.filters import CASE_FILTERS, filtered
from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.pyramid.totals import Total, total
from departments.api.acting import actor_from
from gis_core.errors import BadParameter
from gis_core.layers import Viewing
from gis_core.pages import FeaturePages
from gis_core.srid import WGS84
from grids.api.params import BBOX, CITY, city_from
from grids.models import City


class CasePages(FeaturePages):
    """Pages by (reported_at, id): a new case never shifts a page that is being read."""

    ordering = ("-reported_at", "-id")
    page_size = 50


NARROWING: Final = [
    CITY,
    *(OpenApiParameter(name, str) for name in CASE_FILTERS),
    OpenApiParameter("q", str, description="part of the number, or of the place in words"),
    BBOX,
    OpenApiParameter("mine", bool, description="only what I reported"),
]

_BESIDE_FILTERS: Final = ("q", "bbox", "mine")


@extend_schema(parameters=NARROWING)
class CaseListView(ListAPIView[Case]):
    """Cases that you may see, as GeoJSON."""

    serializer_class = CaseFeatureSerializer
    pagination_class = CasePages
    queryset = Case.objects.none()  # for the schema only

    def get_queryset(self) -> CaseQuerySet:
        city = city_from(self.request)
        rows = asked_for(self.request, city).select_related("case_class", "organization")
        return rows.with_overdue(at=city.figures_time(timezone.now()))


class CountSerializer(serializers.Serializer[Any]):
    """Exact, whatever the page size."""

    count = serializers.IntegerField(help_text="all of them, with a place or without")
    unplaced = serializers.IntegerField(help_text="those without a place: on no map")


class CaseCountView(APIView):
    @extend_schema(parameters=NARROWING, responses=CountSerializer)
    def get(self, request: Request) -> Response:
        """How many cases the same parameters list."""
        return Response(CountSerializer(_counted(request, city_from(request))).data)


def _counted(request: Request, city: City) -> Total:
    """Count by the counts that are kept, or case by case what those do not know."""
    said = request.query_params.dict()
    if not any(said.get(name) for name in _BESIDE_FILTERS):
        viewing = Viewing(actor=actor_from(request), city=city, at=timezone.now())
        if (kept := total(viewing, said)) is not None:
            return kept
    counts = asked_for(request, city).aggregate(
        count=Count("pk"), unplaced=Count("pk", filter=Q(place_known=False))
    )
    return Total(**counts)


def asked_for(request: Request, city: City) -> CaseQuerySet:
    """Return the cases that the parameters of a request name, as far as its actor may see them."""
    actor, said = actor_from(request), request.query_params
    rows = Case.objects.visible_in(city, actor)
    if said.get("mine") == "true":
        rows = rows.filter(reporter_account_id=actor.user_id)
    return narrowed(rows, said)


def narrowed(rows: CaseQuerySet, said: Mapping[str, str]) -> CaseQuerySet:
    """Return the rows that every parameter lets through. Raises BadParameter."""
    rows = filtered(rows, said)
    if said.get("bbox"):
        rows = rows.within(_box(said["bbox"]))
    if said.get("q"):
        rows = rows.mentioning(said["q"])
    return rows


def _box(value: str) -> Polygon:
    try:
        west, south, east, north = (float(part) for part in value.split(","))
        if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
            raise ValueError
    except ValueError:
        raise BadParameter(name="bbox", reason="west,south,east,north") from None
    box = Polygon.from_bbox((west, south, east, north))
    box.srid = WGS84
    return box
