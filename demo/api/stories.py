"""The demo city's stories, for everybody who has an account there."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from demo.telling import LitterFigures, told
from departments.api.acting import actor_from
from grids.models import City


class LitterFiguresSerializer(serializers.Serializer[LitterFigures]):
    reports = serializers.IntegerField()
    valid = serializers.IntegerField()


class StorySerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    title_zh = serializers.CharField()
    title_en = serializers.CharField()
    text_zh = serializers.CharField()
    text_en = serializers.CharField()
    note_zh = serializers.CharField(help_text="what of it is generated")
    note_en = serializers.CharField(help_text="what of it is generated")
    case_id = serializers.UUIDField(allow_null=True)
    lon = serializers.FloatField(help_text="WGS 84, approximate")
    lat = serializers.FloatField(help_text="WGS 84, approximate")
    figures = LitterFiguresSerializer(allow_null=True, help_text="as the city published them")
    loaded = LitterFiguresSerializer(allow_null=True, help_text="of which this city holds")
    generated = serializers.BooleanField()


class StoriesView(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("city", str, required=True)],
        responses=StorySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """The stories of a demo city, in their order; a real city has none."""
        city = City.named(request.query_params.get("city", ""))
        return Response(StorySerializer(told(city, actor_from(request)), many=True).data)
