"""Facilities as GeoJSON, and the nearest of them."""

from typing import Any

from django.contrib.gis.geos import Point
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from departments.api.acting import actor_from
from facilities.models import Facility, FacilityKind, FacilityQuerySet
from facilities.nearest import nearest
from gis_core.datum import Datum
from gis_core.errors import BadParameter
from gis_core.pages import FeaturePages
from gis_core.params import box, number, position, whole
from gis_core.srid import WGS84
from grids.api.params import BBOX, CITY, POSITION, city_from
from grids.models import City

NEAREST_LIMIT = 50
RADIUS_DEFAULT_M, RADIUS_LIMIT_M = 5_000, 50_000

KIND = OpenApiParameter("kind", str, description="one kind, or several with commas between")


class FacilitySerializer(GeoFeatureModelSerializer):
    owner_name = serializers.CharField(source="owner.name", default=None)
    maintainer_name = serializers.CharField(source="maintainer.name", default=None)
    class_code = serializers.CharField(
        source="component_class.code", default=None, help_text="of a component"
    )

    class Meta:
        model = Facility
        geo_field = "geom"
        id_field = "id"
        fields = (
            "id",
            "kind",
            "code",
            "name",
            "state",
            "opening_hours",
            "attributes",
            "owner_name",
            "maintainer_name",
            "class_code",
            "generated",
        )


class NearestSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="facility.id")
    kind = serializers.CharField(source="facility.kind")
    code = serializers.CharField(source="facility.code")
    name = serializers.CharField(source="facility.name")
    state = serializers.CharField(source="facility.state")
    opening_hours = serializers.CharField(source="facility.opening_hours")
    lon = serializers.FloatField(help_text="WGS 84 degrees; a point of a line or polygon")
    lat = serializers.FloatField(help_text="WGS 84 degrees")
    distance_m = serializers.FloatField()


def facilities_in(city: City, request: Request) -> FacilityQuerySet:
    """Return what of the city's facilities the actor may see, of the kinds that `kind` names."""
    rows = Facility.objects.of(city).visible_to(actor_from(request)).in_use()
    kinds = [kind for kind in request.query_params.get("kind", "").split(",") if kind]
    if not set(kinds) <= set(FacilityKind.values):
        raise BadParameter(name="kind", reason=", ".join(FacilityKind.values))
    return rows.of_kind(*kinds) if kinds else rows


@extend_schema(parameters=[CITY, KIND, BBOX])
class FacilityList(ListAPIView[Facility]):
    serializer_class = FacilitySerializer
    pagination_class = FeaturePages
    queryset = Facility.objects.none()  # for the schema only

    def get_queryset(self) -> FacilityQuerySet:
        rows = facilities_in(city_from(self.request), self.request)
        rows = rows.select_related("owner", "maintainer", "component_class")
        rows = rows.defer("owner__area", "maintainer__area")
        window = box(self.request.query_params)
        return rows if window is None else rows.filter(geom__intersects=window)


class NearestView(APIView):
    @extend_schema(
        parameters=[
            CITY,
            KIND,
            *POSITION,
            OpenApiParameter("limit", int, description=f"1-{NEAREST_LIMIT}, 10 by default"),
            OpenApiParameter(
                "radius_m",
                float,
                description=f"at most {RADIUS_LIMIT_M}; {RADIUS_DEFAULT_M} by default",
            ),
        ],
        responses=NearestSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """The nearest facilities, nearest first, with metres on the ellipsoid."""
        said = request.query_params
        city = city_from(request)
        lon, lat = position(said, Datum(city.default_datum))
        radius_m = (
            number(said, "radius_m", 1, RADIUS_LIMIT_M) if "radius_m" in said else RADIUS_DEFAULT_M
        )
        found = nearest(
            facilities_in(city, request),
            Point(lon, lat, srid=WGS84),
            at_most=whole(said, "limit", default=10, low=1, high=NEAREST_LIMIT),
            radius_m=radius_m,
        )
        return Response(NearestSerializer(found, many=True).data)
