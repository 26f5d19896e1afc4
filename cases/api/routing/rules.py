"""The rules of a set: read in words, saved through the checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.routing.documents import RuleConditionSerializer, RuleSerializer, rule_documents
from cases.routing.vocabulary import WORDS
from departments.api.acting import actor_from
from departments.rule_editing import RuleForm, remove_rule, rule_set_for, save_rule


class RuleFormSerializer(serializers.Serializer[Any]):
    """A rule as somebody writes it."""

    order = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, help_text="absent = behind all others"
    )
    condition = RuleConditionSerializer()
    organization = serializers.UUIDField()
    unit = serializers.UUIDField(required=False, allow_null=True)
    standard_row = serializers.UUIDField(required=False, allow_null=True)
    joint = serializers.ListField(
        child=serializers.CharField(max_length=80), required=False, max_length=20
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200)
    valid_from = serializers.DateTimeField(required=False, allow_null=True)
    valid_to = serializers.DateTimeField(required=False, allow_null=True)


class RulesView(APIView):
    @extend_schema(responses=RuleSerializer(many=True))
    def get(self, request: Request, rule_set_id: UUID) -> Response:
        """The rules in their order, in words, each with what is wrong with it."""
        rule_set = rule_set_for(actor_from(request), rule_set_id)
        return Response(rule_documents(rule_set, timezone.now()))

    @extend_schema(request=RuleFormSerializer, responses={201: RuleSerializer})
    def post(self, request: Request, rule_set_id: UUID) -> Response:
        """Add a rule to a draft; one that could never work is refused."""
        return _saved(request, rule_set_id, None, status.HTTP_201_CREATED)


class RuleView(APIView):
    @extend_schema(request=RuleFormSerializer, responses=RuleSerializer)
    def put(self, request: Request, rule_set_id: UUID, rule_id: UUID) -> Response:
        """Write a rule of a draft anew."""
        return _saved(request, rule_set_id, rule_id, status.HTTP_200_OK)

    @extend_schema(responses={204: OpenApiResponse(description="taken out")})
    def delete(self, request: Request, rule_set_id: UUID, rule_id: UUID) -> Response:
        actor = actor_from(request)
        rule_set = rule_set_for(actor, rule_set_id)
        remove_rule(rule_set=rule_set, rule_id=rule_id, actor=actor, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _saved(request: Request, rule_set_id: UUID, rule_id: UUID | None, code: int) -> Response:
    actor, at = actor_from(request), timezone.now()
    rule_set = rule_set_for(actor, rule_set_id)
    form = RuleFormSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    row = save_rule(
        rule_set=rule_set,
        form=_form(form.validated_data, form.initial_data["condition"]),
        actor=actor,
        at=at,
        words=WORDS,
        rule_id=rule_id,
    )
    (document,) = [d for d in rule_documents(rule_set, at) if d["order"] == row.order]
    return Response(document, status=code)


def _form(said: Mapping[str, Any], condition: Mapping[str, Any]) -> RuleForm:
    """Return the form; the condition as it was sent, so that a word too much is seen."""
    return RuleForm(
        condition=condition,
        organization_id=said["organization"],
        unit_id=said.get("unit"),
        order=said.get("order"),
        standard_row_id=said.get("standard_row"),
        joint=tuple(said.get("joint", ())),
        reason=said.get("reason", ""),
        valid_from=said.get("valid_from"),
        valid_to=said.get("valid_to"),
    )
