"""Districts, streets, communities and cells as GeoJSON, in pages ordered by code."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from gis_core.pages import FeaturePages
from gis_core.params import box, text
from grids.api.params import BBOX, CITY, city_from
from grids.models import Cell, Community, District, Street

DISTRICT = OpenApiParameter("district", str, description="code of a district")
STREET = OpenApiParameter("street", str, description="code of a street")


class CodeOrder(FeaturePages):
    """By code, which is unique within the generation that a list shows."""

    ordering = "code"


class DistrictSerializer(GeoFeatureModelSerializer):
    class Meta:
        model = District
        geo_field = "geom"
        id_field = "id"
        fields = ("id", "code", "name", "name_en", "generated")


class StreetSerializer(GeoFeatureModelSerializer):
    district_code = serializers.CharField(source="district.code")

    class Meta:
        model = Street
        geo_field = "geom"
        id_field = "id"
        fields = ("id", "code", "name", "name_en", "generated", "district_code")


class CommunitySerializer(GeoFeatureModelSerializer):
    street_code = serializers.CharField(source="street.code")

    class Meta:
        model = Community
        geo_field = "geom"
        id_field = "id"
        fields = ("id", "code", "name", "name_en", "generated", "street_code")


class CellSerializer(GeoFeatureModelSerializer):
    street_code = serializers.CharField(source="street.code")
    community_code = serializers.CharField(source="community.code", default=None)

    class Meta:
        model = Cell
        geo_field = "geom"
        id_field = "id"
        fields = (
            "id",
            "code",
            "street_code",
            "community_code",
            "area_m2",
            "rural",
            "generated",
        )


class NetworkList(ListAPIView[Any]):
    """What the four lists share: the city's network in force, narrowed by area and box.

    `narrowing` maps a parameter to the lookup that its code goes to.
    """

    pagination_class = CodeOrder
    narrowing: dict[str, str] = {}

    def get_queryset(self) -> QuerySet[Any]:
        said = self.request.query_params
        rows = self.rows_of_the_network(super().get_queryset())
        codes = {name: text(said, name, at_most=16) for name in self.narrowing}
        rows = rows.filter(**{self.narrowing[name]: code for name, code in codes.items() if code})
        window = box(said)
        found: QuerySet[Any] = rows if window is None else rows.filter(geom__intersects=window)
        return found

    def rows_of_the_network(self, rows: Any) -> QuerySet[Any]:
        """The rows of the network that the list is about: the city's own in force."""
        found: QuerySet[Any] = rows.of(city_from(self.request), timezone.now())
        return found


@extend_schema(parameters=[CITY, BBOX])
class DistrictList(NetworkList):
    queryset = District.objects.all()
    serializer_class = DistrictSerializer


@extend_schema(parameters=[CITY, DISTRICT, BBOX])
class StreetList(NetworkList):
    queryset = Street.objects.select_related("district").defer("district__geom")
    serializer_class = StreetSerializer
    narrowing = {"district": "district__code"}


@extend_schema(parameters=[CITY, DISTRICT, STREET, BBOX])
class CommunityList(NetworkList):
    queryset = Community.objects.select_related("street").defer("street__geom")
    serializer_class = CommunitySerializer
    narrowing = {"district": "street__district__code", "street": "street__code"}


@extend_schema(parameters=[CITY, DISTRICT, STREET, BBOX])
class CellList(NetworkList):
    queryset = Cell.objects.select_related("street", "community")
    serializer_class = CellSerializer
    narrowing = {"district": "street__district__code", "street": "street__code"}
