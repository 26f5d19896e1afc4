"""Questions to the rules: about any point, and about where nobody answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.suggestions import AdviceSerializer
from cases.models.choices import Source, Urgency
from cases.routing.trying import Supposed, suppose
from cases.routing.uncovered import uncovered_cells
from departments.api.acting import actor_from
from departments.rule_editing import rule_set_for
from gis_core.datum import Datum
from gis_core.errors import BadParameter
from gis_core.params import Params, choice, position, text
from grids.api.areas import CellSerializer, CodeOrder
from grids.api.params import BBOX, CITY, city_from
from grids.models import Cell, City

CLASS = OpenApiParameter("class", str, description="code of a minor class")


class SupposeView(APIView):
    @extend_schema(
        parameters=[
            CITY,
            OpenApiParameter("class", str, required=True, description="code of a minor class"),
            OpenApiParameter("lon", float, description="degrees of `datum`; absent = no place"),
            OpenApiParameter("lat", float, description="degrees of `datum`"),
            OpenApiParameter("datum", str, enum=[str(datum) for datum in Datum]),
            OpenApiParameter("at", datetime, description="when it was reported; absent = now"),
            OpenApiParameter("source", str, enum=Source.values),
            OpenApiParameter("urgency", str, enum=Urgency.values),
            OpenApiParameter("road", str),
            OpenApiParameter("rule_set", UUID, description="absent = the set in force"),
        ],
        responses=AdviceSerializer,
    )
    def get(self, request: Request) -> Response:
        """What the rules would say of a case that nobody reported."""
        city, said = city_from(request), request.query_params
        rule_set = _rule_set(request)
        supposed = _supposed(city, said)
        actor, at = actor_from(request), timezone.now()
        advice = suppose(city, supposed, actor=actor, at=at, rule_set_id=rule_set)
        return Response(AdviceSerializer(advice).data)


def _rule_set(request: Request) -> UUID | None:
    raw = request.query_params.get("rule_set")
    if not raw:
        return None
    try:
        return rule_set_for(actor_from(request), UUID(raw)).pk
    except ValueError:
        raise BadParameter(name="rule_set", reason="UUID") from None


def _supposed(city: City, said: Params) -> Supposed:
    placed = bool(said.get("lon") or said.get("lat"))
    lon, lat = position(said, Datum(city.default_datum)) if placed else (None, None)
    return Supposed(
        class_code=text(said, "class", at_most=60),
        lon=lon,
        lat=lat,
        reported_at=_moment(said),
        source=choice(said, "source", Source, Source.COLLECTOR),
        urgency=choice(said, "urgency", Urgency, Urgency.NORMAL),
        road=text(said, "road", at_most=80),
    )


def _moment(said: Params) -> datetime:
    raw = said.get("at")
    if not raw:
        return timezone.now()
    try:
        moment = parse_datetime(raw.replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadParameter(name="at", reason="2026-05-06T02:00:00+08:00")
    return moment


@extend_schema(parameters=[CITY, CLASS, BBOX])
class UncoveredView(ListAPIView[Cell]):
    """Cells without a responsible unit, as GeoJSON; for one class, or for whatever happens."""

    serializer_class = CellSerializer
    pagination_class = CodeOrder
    queryset = Cell.objects.none()  # for the schema only

    def get_queryset(self) -> Any:
        city, said, at = city_from(self.request), self.request.query_params, timezone.now()
        codes = uncovered_cells(city, at, text(said, "class", at_most=60))
        rows = Cell.objects.visible_to(actor_from(self.request)).of(city, at)
        return (
            rows.filter(code__in=codes)
            .select_related("street", "community")
            .defer("street__geom", "community__geom")
        )
