"""Finding a place by a few characters of its name."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilities.gazetteer import search
from facilities.models import Place
from gis_core.params import text, whole
from grids.api.params import CITY, city_from

PLACES_LIMIT = 50


class GazetteerPlaceSerializer(serializers.ModelSerializer[Place]):
    """`context` says where it is, to tell it from its namesakes."""

    lon = serializers.FloatField(source="geom.x", help_text="WGS 84 degrees")
    lat = serializers.FloatField(source="geom.y", help_text="WGS 84 degrees")

    class Meta:
        model = Place
        fields = ("id", "kind", "name", "name_en", "context", "lon", "lat")


class PlacesView(APIView):
    @extend_schema(
        parameters=[
            CITY,
            OpenApiParameter("q", str, description="a part of the name, or of its initials"),
            OpenApiParameter("limit", int, description=f"1-{PLACES_LIMIT}, 10 by default"),
        ],
        responses=GazetteerPlaceSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Places whose name or pinyin initials hold what was typed, best first."""
        said = request.query_params
        wanted = text(said, "q", at_most=100)
        at_most = whole(said, "limit", default=10, low=1, high=PLACES_LIMIT)
        found = search(city_from(request), wanted, at_most=at_most)
        return Response(GazetteerPlaceSerializer(found, many=True).data)
