"""The figures of a city, for the strip above the map."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.models import Case
from cases.summary import Summary, summarize
from departments.api.acting import actor_from
from grids.models import City


class SummarySerializer(serializers.Serializer[Summary]):
    at = serializers.DateTimeField()
    accepted = serializers.IntegerField()
    filed = serializers.IntegerField()
    never_filed = serializers.IntegerField()
    due = serializers.IntegerField()
    closed = serializers.IntegerField()
    not_yet_due = serializers.IntegerField()
    due_not_closed = serializers.IntegerField()
    unplaced = serializers.IntegerField()
    dispatch_rate = serializers.FloatField(allow_null=True, help_text="per cent")
    closing_rate = serializers.FloatField(allow_null=True, help_text="per cent")
    published = serializers.SerializerMethodField(help_text="what the city itself printed")

    def get_published(self, summary: Summary) -> dict[str, Any] | None:
        published: dict[str, Any] | None = self.context["city"].published
        return published


class SummaryView(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("city", str, required=True)], responses=SummarySerializer
    )
    def get(self, request: Request) -> Response:
        """Counts over the cases that you may see; they add up."""
        city = City.named(request.query_params.get("city", ""))
        cases = Case.objects.of(city).visible_to(actor_from(request))
        at = city.figures_time(timezone.now())
        summary = summarize(cases, at=at)
        return Response(SummarySerializer(summary, context={"city": city}).data)
