"""Drawn areas that rules name."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from departments.api.acting import actor_from
from departments.area_editing import draw_area, remove_area
from departments.models import RoutingArea
from departments.rule_refusals import AreaNotUsable
from gis_core.pages import FeaturePages
from grids.api.params import CITY, city_from


class ByCode(FeaturePages):
    """By code, which is unique in a city."""

    ordering = "code"
    page_size = 500


class RoutingAreaSerializer(GeoFeatureModelSerializer):
    class Meta:
        model = RoutingArea
        geo_field = "geom"
        id_field = "id"
        fields = ("id", "code", "name", "name_en", "origin")


class RoutingAreaFormSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=160)
    name_en = serializers.CharField(required=False, allow_blank=True, max_length=160, default="")
    geometry = serializers.JSONField(help_text="GeoJSON Polygon or MultiPolygon, WGS 84 degrees")


class AreasView(ListAPIView[RoutingArea]):
    """The city's drawn areas as GeoJSON."""

    serializer_class = RoutingAreaSerializer
    pagination_class = ByCode
    queryset = RoutingArea.objects.none()  # for the schema only

    def get_queryset(self) -> Any:
        rows = RoutingArea.objects.visible_to(actor_from(self.request))
        return rows.of(city_from(self.request))

    @extend_schema(parameters=[CITY])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The city's drawn areas, by code."""
        return self.list(request, *args, **kwargs)

    @extend_schema(
        parameters=[CITY], request=RoutingAreaFormSerializer, responses={201: RoutingAreaSerializer}
    )
    def post(self, request: Request) -> Response:
        """Draw an area under a code of its own."""
        form = RoutingAreaFormSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        row = draw_area(
            city=city_from(request),
            actor=actor_from(request),
            code=said["code"],
            name=said["name"],
            name_en=said["name_en"],
            shape=_shape(said["geometry"], said["code"]),
        )
        return Response(RoutingAreaSerializer(row).data, status=status.HTTP_201_CREATED)


class AreaView(APIView):
    @extend_schema(responses={204: OpenApiResponse(description="taken away")})
    def delete(self, request: Request, area_id: UUID) -> Response:
        """Take an area away; refused while a rule names it."""
        remove_area(area_id=area_id, actor=actor_from(request), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _shape(said: Any, code: str) -> GEOSGeometry:
    try:
        return GEOSGeometry(json.dumps(said))
    except (ValueError, GDALException, GEOSException):
        raise AreaNotUsable(what=code) from None
