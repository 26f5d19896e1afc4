"""Which cities there are: open to everybody, because the sign-in page needs it."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.cities import city_cards


class CitySerializer(serializers.Serializer[Any]):
    code = serializers.CharField(source="city.code")
    slug = serializers.CharField(source="city.slug")
    name = serializers.CharField(source="city.name")
    name_en = serializers.CharField(source="city.name_en")
    time_zone = serializers.CharField(source="city.time_zone")
    map_notice = serializers.CharField(source="city.map_notice")
    generated = serializers.BooleanField(source="city.generated")
    bbox = serializers.ListField(
        child=serializers.FloatField(),
        min_length=4,
        max_length=4,
        allow_null=True,
        help_text="west, south, east, north in WGS 84 degrees",
    )
    centre = serializers.ListField(
        child=serializers.FloatField(),
        source="city.centre.coords",
        min_length=2,
        max_length=2,
        default=None,
        allow_null=True,
        help_text="longitude, latitude in WGS 84 degrees",
    )


class CitiesView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(responses=CitySerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(CitySerializer(city_cards(timezone.now()), many=True).data)
