"""Cases like this one nearby, and whom they went to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.documents import PartySerializer
from cases.routing.alike import DAYS, RADIUS_M, alike
from departments.api.acting import actor_from
from gis_core.params import whole

RADIUS_LIMIT_M = 2_000
DAYS_LIMIT = 366


class WentToSerializer(serializers.Serializer[Any]):
    organization = PartySerializer()
    unit = PartySerializer(allow_null=True)
    times = serializers.IntegerField()


class AlikeCaseSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    distance_m = serializers.FloatField()
    reported_at = serializers.DateTimeField()
    organization = PartySerializer(allow_null=True)
    unit = PartySerializer(allow_null=True)
    lon = serializers.FloatField(help_text="WGS 84 degrees")
    lat = serializers.FloatField(help_text="WGS 84 degrees")


class AlikeSerializer(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    went_to = WentToSerializer(many=True, help_text="most often first")
    cases = AlikeCaseSerializer(many=True, help_text="the nearest 20")


class AlikeView(APIView):
    @extend_schema(
        parameters=[
            OpenApiParameter("radius_m", int, description=f"{RADIUS_M} where absent"),
            OpenApiParameter("days", int, description=f"{DAYS} where absent"),
        ],
        responses=AlikeSerializer,
    )
    def get(self, request: Request, case_id: UUID) -> Response:
        """Cases of the same class around here and not long ago, and whom they went to."""
        said = request.query_params
        found = alike(
            case_id=case_id,
            actor=actor_from(request),
            at=timezone.now(),
            radius_m=whole(said, "radius_m", default=RADIUS_M, low=1, high=RADIUS_LIMIT_M),
            days=whole(said, "days", default=DAYS, low=1, high=DAYS_LIMIT),
        )
        return Response(AlikeSerializer(found).data)
