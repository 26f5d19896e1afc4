"""The case classes of a city: major and minor, for pickers and legends."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.api.params import CITY, city_from
from standards.models import CaseClass


class CaseClassSerializer(serializers.ModelSerializer[CaseClass]):
    class Meta:
        model = CaseClass
        fields = ("id", "code", "name", "name_en", "kind", "level", "parent")


class ClassesView(APIView):
    @extend_schema(parameters=[CITY], responses=CaseClassSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every class of the dictionaries in force, in the order of their codes."""
        rows = CaseClass.objects.of(city_from(request), timezone.now())
        return Response(CaseClassSerializer(rows, many=True).data)
