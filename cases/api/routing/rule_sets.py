"""Sets of rules: listed, drafted, looked through, put into force."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.documents import PartySerializer
from cases.api.routing.documents import (
    RuleFindingSerializer,
    RuleSetSerializer,
    rule_set_documents,
)
from cases.routing.overrules import overrules
from cases.routing.vocabulary import WORDS
from departments.api.acting import actor_from
from departments.models import RuleSet
from departments.rule_editing import discard, draft, rule_set_for
from departments.rule_enforcing import enforce, findings_of
from gis_core.params import whole
from grids.api.params import CITY, city_from


class RuleSetDraftSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    copy_of = serializers.UUIDField(required=False, allow_null=True)


class EnforceSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField(required=False, allow_null=True, help_text="absent = now")


class RuleSetsView(APIView):
    @extend_schema(parameters=[CITY], responses=RuleSetSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The city's sets of rules, newest first: drafts, what is in force, what was."""
        rows = RuleSet.objects.visible_to(actor_from(request)).of(city_from(request))
        return Response(rule_set_documents(rows, request, timezone.now()))

    @extend_schema(
        parameters=[CITY], request=RuleSetDraftSerializer, responses={201: RuleSetSerializer}
    )
    def post(self, request: Request) -> Response:
        """Begin a draft, empty or as a copy."""
        form = RuleSetDraftSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actor, said = actor_from(request), form.validated_data
        copied = rule_set_for(actor, said["copy_of"]) if said.get("copy_of") else None
        city = copied.city if copied else city_from(request)
        made = draft(city=city, actor=actor, name=said["name"], copy_of=copied)
        return _one(made, request, status.HTTP_201_CREATED)


class RuleSetView(APIView):
    @extend_schema(responses=RuleSetSerializer)
    def get(self, request: Request, rule_set_id: UUID) -> Response:
        return _one(rule_set_for(actor_from(request), rule_set_id), request)

    @extend_schema(responses={204: OpenApiResponse(description="thrown away")})
    def delete(self, request: Request, rule_set_id: UUID) -> Response:
        """Throw a draft away; what was in force is kept."""
        actor = actor_from(request)
        rule_set = rule_set_for(actor, rule_set_id)
        discard(rule_set=rule_set, actor=actor, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class EnforceView(APIView):
    @extend_schema(request=EnforceSerializer, responses=RuleSetSerializer)
    def post(self, request: Request, rule_set_id: UUID) -> Response:
        """Put a draft into force; the set before it ends then. Refused while a rule is broken."""
        form = EnforceSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actor, now = actor_from(request), timezone.now()
        rule_set = enforce(
            rule_set=rule_set_for(actor, rule_set_id),
            actor=actor,
            since=form.validated_data.get("at") or now,
            at=now,
            words=WORDS,
        )
        return _one(rule_set, request)


class FindingsView(APIView):
    @extend_schema(responses=RuleFindingSerializer(many=True))
    def get(self, request: Request, rule_set_id: UUID) -> Response:
        """What is wrong with a set as things stand now; empty = it is whole."""
        rule_set = rule_set_for(actor_from(request), rule_set_id)
        found = findings_of(rule_set, timezone.now(), WORDS)
        return Response(RuleFindingSerializer(found, many=True).data)


class BetterSerializer(serializers.Serializer[Any]):
    organization = PartySerializer()
    times = serializers.IntegerField()


class OverruledSerializer(serializers.Serializer[Any]):
    """How often dispatchers followed a rule, and whom they chose where they did not."""

    rule = serializers.UUIDField(source="rule_id")
    order = serializers.IntegerField()
    followed = serializers.IntegerField()
    overruled = serializers.IntegerField()
    share = serializers.FloatField(help_text="overruled, of all; 0 to 1")
    better = BetterSerializer(allow_null=True, help_text="chosen more often than the rule's own")
    words_zh = serializers.CharField()
    words_en = serializers.CharField()


DAYS = OpenApiParameter("days", int, description="how far to look back; 90 where absent")


class OverruledView(APIView):
    @extend_schema(parameters=[DAYS], responses=OverruledSerializer(many=True))
    def get(self, request: Request, rule_set_id: UUID) -> Response:
        """How often each rule was overruled, the most doubtful first."""
        rule_set = rule_set_for(actor_from(request), rule_set_id)
        days = whole(request.query_params, "days", default=90, low=1, high=3_660)
        found = overrules(rule_set, at=timezone.now(), days=days)
        return Response(OverruledSerializer(found, many=True).data)


def _one(row: RuleSet, request: Request, code: int = status.HTTP_200_OK) -> Response:
    (document,) = rule_set_documents([row], request, timezone.now())
    return Response(document, status=code)
