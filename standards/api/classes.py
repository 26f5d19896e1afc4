"""The case classes of a city, for pickers and legends, and the standard rows of each."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gis_core.http import language_of
from grids.api.params import CITY, city_from
from standards.clocks import Limit, Unit
from standards.models import CaseClass, StandardRow, StandardStage
from standards.words import limit_in_words


class CaseClassSerializer(serializers.ModelSerializer[CaseClass]):
    class Meta:
        model = CaseClass
        fields = ("id", "code", "name", "name_en", "kind", "level", "parent")


class LimitSerializer(serializers.Serializer[Limit]):
    amount = serializers.FloatField()
    unit = serializers.ChoiceField([(u.value, u.value) for u in Unit])
    words = serializers.SerializerMethodField(help_text="in the language that was asked for")

    def get_words(self, limit: Limit) -> str:
        return limit_in_words(limit).spoken(language_of(self.context["request"]))


class RowStageSerializer(serializers.ModelSerializer[StandardStage]):
    limit = LimitSerializer()

    class Meta:
        model = StandardStage
        fields = ("name", "limit_text", "limit")


class StandardRowSerializer(serializers.ModelSerializer[StandardRow]):
    """立案标准: `limit_text` is what the book writes, `limit` what that means."""

    book = serializers.CharField(source="row_set.name")
    limit = LimitSerializer()
    closing_limit = LimitSerializer(allow_null=True)
    stages = RowStageSerializer(many=True)

    class Meta:
        model = StandardRow
        fields = (
            "id",
            "book",
            "order",
            "filing_condition",
            "limit_text",
            "limit",
            "stages",
            "closing_limit",
            "closing_condition",
            "supervising_body",
            "responsible_body",
            "legal_basis",
        )


class ClassesView(APIView):
    @extend_schema(parameters=[CITY], responses=CaseClassSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every class of the dictionaries in force, in the order of their codes."""
        rows = CaseClass.objects.of(city_from(request), timezone.now())
        return Response(CaseClassSerializer(rows, many=True).data)


class ClassRowsView(APIView):
    @extend_schema(parameters=[CITY], responses=StandardRowSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """The standard rows of a class in the books in force; the first is its usual one."""
        rows = StandardRow.objects.of(city_from(request), timezone.now()).of_class(code)
        rows = rows.select_related("row_set").prefetch_related("stages")
        context: dict[str, Any] = {"request": request}
        return Response(StandardRowSerializer(rows, many=True, context=context).data)
