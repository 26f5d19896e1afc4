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
from cases.routing.advice import DecidedBy, advice_for
from departments.api.acting import actor_from
from departments.suggesting import Basis


class SuggestionSerializer(serializers.Serializer[Any]):
    organization = PartySerializer()
    unit = PartySerializer(allow_null=True)
    reason_zh = serializers.CharField()
    reason_en = serializers.CharField()
    basis = serializers.ChoiceField([(b.value, b.value) for b in Basis])
    rule = serializers.IntegerField(allow_null=True, help_text="order of the rule that fits")
    rule_id = serializers.UUIDField(allow_null=True)
    runner_up = serializers.BooleanField(help_text="of that rule: whom its cases went to next")
    share = serializers.FloatField(allow_null=True, help_text="how often it was so, 0 to 1")
    standard_row = serializers.UUIDField(allow_null=True, help_text="the deadline row it names")
    joint = serializers.ListField(child=serializers.CharField(), help_text="codes; take part")


class SuggestionsView(APIView):
    @extend_schema(responses=SuggestionSerializer(many=True))
    def get(self, request: Request, case_id: UUID) -> Response:
        """Suggested departments for a case, best first; empty = a person must decide."""
        advice = advice_for(case_id=case_id, actor=actor_from(request), at=timezone.now())
        return Response(SuggestionSerializer(advice.suggestions, many=True).data)


class BrokenRuleSerializer(serializers.Serializer[Any]):
    """A rule that could not be trusted, and might have decided."""

    order = serializers.IntegerField()
    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class BorderSideSerializer(serializers.Serializer[Any]):
    organization = PartySerializer()
    unit = PartySerializer(allow_null=True)
    why_zh = serializers.CharField()
    why_en = serializers.CharField()


class RulingSerializer(serializers.Serializer[Any]):
    case = serializers.UUIDField(source="case_id")
    number = serializers.CharField(allow_null=True)
    owner = PartySerializer()
    at = serializers.DateTimeField()
    note = serializers.CharField()


class BorderSerializer(serializers.Serializer[Any]):
    """The responsibilities that meet here."""

    distance_m = serializers.FloatField()
    sides = BorderSideSerializer(many=True)
    last_ruling = RulingSerializer(allow_null=True)


class CaseReturnSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    note = serializers.CharField()
    fault = serializers.CharField()


class AdviceSerializer(serializers.Serializer[Any]):
    """Everything that a dispatcher is told."""

    decided_by = serializers.ChoiceField([(d.value, d.value) for d in DecidedBy])
    suggestions = SuggestionSerializer(many=True)
    broken = BrokenRuleSerializer(many=True)
    border = BorderSerializer(allow_null=True)
    returns = CaseReturnSerializer(many=True, help_text="why it came back, newest first")
    level = serializers.IntegerField(help_text="above 0: it went up, returned too often")


class AdviceView(APIView):
    @extend_schema(responses=AdviceSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        """Suggestions with what speaks against them: broken rules, a border, earlier returns."""
        advice = advice_for(case_id=case_id, actor=actor_from(request), at=timezone.now())
        return Response(AdviceSerializer(advice).data)
