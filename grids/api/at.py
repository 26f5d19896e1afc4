"""Which cell a point stands in, said before anything is reported there."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gis_core.datum import Datum
from gis_core.params import position
from grids.api.params import CITY, POSITION, city_from
from grids.snap import SnapKind, snap


class CodeNameSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class CellRefSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    rural = serializers.BooleanField()


class CellAtSerializer(serializers.Serializer[Any]):
    """All four areas are null outside the city; `community` also where a city has none."""

    how = serializers.ChoiceField(choices=[str(kind) for kind in SnapKind])
    distance_m = serializers.FloatField(
        allow_null=True, help_text="metres to the cell; null outside the city"
    )
    cell = CellRefSerializer(allow_null=True)
    street = CodeNameSerializer(source="cell.street", default=None, allow_null=True)
    district = CodeNameSerializer(source="cell.district", default=None, allow_null=True)
    community = CodeNameSerializer(source="cell.community", default=None, allow_null=True)


class CellAtView(APIView):
    @extend_schema(parameters=[CITY, *POSITION], responses=CellAtSerializer)
    def get(self, request: Request) -> Response:
        city = city_from(request)
        lon, lat = position(request.query_params, Datum(city.default_datum))
        found = snap(city, lon, lat, timezone.now())
        distance_m = None if found.cell is None else found.distance_m
        return Response(
            CellAtSerializer({"how": found.how, "distance_m": distance_m, "cell": found.cell}).data
        )
