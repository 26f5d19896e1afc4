"""What everybody may read, signed in or not: the fixed tables of sensitive classes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.models import PublicMonth
from cases.public_months import BELOW, published_month, totals
from gis_core.errors import DomainError
from grids.api.params import CITY, city_from
from grids.models import City

FRESH_S: Final = 300


class PublicTableFixed(DomainError):
    code = "public_table_fixed"
    status = HTTPStatus.BAD_REQUEST
    zh = "对公众只提供按月、按区的固定表格；不能用“{name}”再作筛选。"
    en = "The public gets one fixed table a month, by district; it cannot be narrowed by “{name}”."


class PublicDistrictSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="empty: elsewhere, or unknown")
    name = serializers.CharField()
    name_en = serializers.CharField()


class PublicClassSerializer(PublicDistrictSerializer):
    dictionary = serializers.CharField(help_text="code of the dictionary")


class PublicMonthSerializer(serializers.Serializer[PublicMonth]):
    """Accepted cases of sensitive classes; null = fewer than `below`, or sums something that is."""

    month = serializers.DateField(format="%Y-%m")
    published_at = serializers.DateTimeField()
    below = serializers.IntegerField(help_text="figures below it are withheld")
    districts = PublicDistrictSerializer(many=True)
    classes = PublicClassSerializer(many=True)
    figures = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(allow_null=True)),
        help_text="a list for each class, in it a figure for each district",
    )
    total_by_class = serializers.SerializerMethodField()
    total_by_district = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField()

    def get_total_by_class(self, row: PublicMonth) -> list[int | None]:
        return list(totals(row.figures).by_class)

    def get_total_by_district(self, row: PublicMonth) -> list[int | None]:
        return list(totals(row.figures).by_district)

    def get_total(self, row: PublicMonth) -> int | None:
        return totals(row.figures).all


class PublicMonthsSerializer(serializers.Serializer[Any]):
    below = serializers.IntegerField(help_text="figures below it are withheld")
    months = serializers.ListField(child=serializers.CharField(), help_text="2026-04, oldest first")


class PublicView(APIView):
    """The answer is the same for everybody, so nobody is asked who they are."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def city(self, request: Request) -> City:
        """Return the city. Raises PublicTableFixed for any parameter but `city`."""
        for name in request.query_params:
            if name != CITY.name:
                raise PublicTableFixed(name=name)
        return city_from(request)

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        kept = f"public, max-age={FRESH_S}" if answer.status_code == HTTPStatus.OK else "no-store"
        answer["Cache-Control"] = kept
        return answer


class PublicMonthsView(PublicView):
    @extend_schema(
        operation_id="public_months", parameters=[CITY], responses=PublicMonthsSerializer
    )
    def get(self, request: Request) -> Response:
        """The months that were published; any other parameter is refused."""
        months = PublicMonth.objects.filter(city=self.city(request)).values_list("month", flat=True)
        listed = {"below": BELOW, "months": [f"{month:%Y-%m}" for month in months]}
        return Response(PublicMonthsSerializer(listed).data)


class PublicMonthView(PublicView):
    @extend_schema(operation_id="public_month", parameters=[CITY], responses=PublicMonthSerializer)
    def get(self, request: Request, month: str) -> Response:
        """One month as it was published, for good; any other parameter is refused."""
        row = published_month(self.city(request), month)
        return Response(PublicMonthSerializer(row).data)
