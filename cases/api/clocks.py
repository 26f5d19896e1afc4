"""The clocks of a case, each hour of them explained, for a timeline on screen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.clocks.telling import Light, ToldClock, ToldSpan, told_clocks
from cases.models import ClockKind
from departments.api.acting import actor_from
from gis_core.http import language_of
from standards.api.classes import LimitSerializer
from standards.clocks import Why
from standards.words import why_in_words


class SpanSerializer(serializers.Serializer[ToldSpan]):
    """From `start` to `end`: counted, or why not."""

    start = serializers.DateTimeField(source="span.start")
    end = serializers.DateTimeField(source="span.end")
    counted = serializers.BooleanField(source="span.counted")
    why = serializers.ChoiceField([(w.value, w.value) for w in Why], source="span.why")
    words = serializers.SerializerMethodField(help_text="why, in words")
    name = serializers.CharField(help_text="of the holidays in it")

    def get_words(self, told: ToldSpan) -> str:
        return why_in_words(told.span.why).spoken(language_of(self.context["request"]))


class ClockStageSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    limit = LimitSerializer()
    due_at = serializers.DateTimeField(allow_null=True)


class ClockOrganizationSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class ClockSerializer(serializers.Serializer[Any]):
    """One clock: what it counted, when it is due, and how it came to that."""

    id = serializers.UUIDField(source="clock.id")
    kind = serializers.ChoiceField(ClockKind.choices, source="clock.kind")
    organization = ClockOrganizationSerializer(allow_null=True)
    limit = LimitSerializer(source="clock.limit", allow_null=True)
    stages = ClockStageSerializer(many=True)
    started_at = serializers.DateTimeField(source="clock.started_at")
    stopped_at = serializers.DateTimeField(source="clock.stopped_at", allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    fixed = serializers.SerializerMethodField(
        help_text="its due time was set, by an extension or by another system"
    )
    counted_s = serializers.FloatField()
    used = serializers.FloatField(allow_null=True, help_text="share of the limit")
    state = serializers.ChoiceField([(light.value, light.value) for light in Light], source="light")
    standing_still = serializers.BooleanField()
    overdue_at = serializers.DateTimeField(allow_null=True)
    exempt = serializers.BooleanField(help_text="late, but out of the figures by an appeal")
    annulled = serializers.BooleanField(source="clock.annulled")
    provisional = serializers.BooleanField(
        help_text="counted in a year whose holidays are not published yet"
    )
    spans = SpanSerializer(many=True)
    ahead = SpanSerializer(many=True, help_text="from now until it is due")

    def get_fixed(self, told: ToldClock) -> bool:
        return told.clock.fixed_due_at is not None


class ClocksView(APIView):
    @extend_schema(responses=ClockSerializer(many=True))
    def get(self, request: Request, case_id: UUID) -> Response:
        """Every clock of a case, oldest first."""
        told = told_clocks(case_id=case_id, actor=actor_from(request), at=timezone.now())
        return Response(ClockSerializer(told, many=True, context={"request": request}).data)
