"""Whom to dispatch to, with reasons: a dispatcher reads them and decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.documents import PartySerializer
from cases.routing import suggestions
from departments.api.acting import actor_from


class SuggestionSerializer(serializers.Serializer[Any]):
    organization = PartySerializer()
    unit = PartySerializer(allow_null=True)
    reason_zh = serializers.CharField()
    reason_en = serializers.CharField()
    rule = serializers.IntegerField(allow_null=True, help_text="order of the rule that fits")


class SuggestionsView(APIView):
    @extend_schema(responses=SuggestionSerializer(many=True))
    def get(self, request: Request, case_id: UUID) -> Response:
        """Suggested departments for a case, best first; empty = a person must decide."""
        found = suggestions(case_id=case_id, actor=actor_from(request), at=timezone.now())
        return Response(SuggestionSerializer(found, many=True).data)
