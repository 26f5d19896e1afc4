"""The verbs of a case as buttons: one address each, one stage function each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.buttons import BUTTONS
from cases.api.detail import CaseSerializer, document
from cases.api.reports import PHOTOS_AT_MOST, DeclaredPhotoSerializer
from cases.errors import CaseNotFound
from cases.stages.returns import Fault
from cases.stages.step import Step
from departments.api.acting import actor_from
from gis_core.actor import Actor
from gis_core.errors import NotFound
from gis_core.ids import uuid7


class StepSerializer(serializers.Serializer[Any]):
    """What comes with a verb; which fields it reads depends on the verb."""

    event_id = serializers.UUIDField(
        required=False, help_text="made by the client: the same step sent twice is taken once"
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000, default="")
    organization = serializers.UUIDField(
        required=False, allow_null=True, help_text="dispatch, call_ruling, rule"
    )
    unit = serializers.UUIDField(required=False, allow_null=True, help_text="assign")
    partners = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=20,
        help_text="join; call_ruling and rule: the sides that were there",
    )
    collector = serializers.UUIDField(
        required=False, allow_null=True, help_text="send_verify, send_check; absent = any"
    )
    into = serializers.UUIDField(required=False, allow_null=True, help_text="merge")
    standard_row = serializers.UUIDField(
        required=False, allow_null=True, help_text="file; absent = the class's usual row"
    )
    until = serializers.DateTimeField(
        required=False, allow_null=True, help_text="ask_extension, ask_deferral, join"
    )
    document = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=80,
        default="",
        help_text="number of a document: grant_long_extension, link_decision",
    )
    passed = serializers.BooleanField(
        required=False, default=True, help_text="the good outcome: verify, check, call_back, decide"
    )
    fault = serializers.ChoiceField(
        [(f.value, f.value) for f in Fault], required=False, help_text="decide_return"
    )
    photos: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=DeclaredPhotoSerializer(),
        required=False,
        max_length=PHOTOS_AT_MOST,
        help_text="verify, reply, check: declared here, uploaded after",
    )


class VerbUnknown(NotFound):
    code = "verb_unknown"
    zh = "没有“{what}”这个操作。"
    en = "There is no verb “{what}”."


class VerbView(APIView):
    @extend_schema(
        request=StepSerializer,
        responses={
            200: CaseSerializer,
            204: OpenApiResponse(description="done; the case is out of your sight now"),
        },
    )
    def post(self, request: Request, case_id: UUID, verb: str) -> Response:
        """Use a verb on a case; the answer is the case as it then stands."""
        if verb not in BUTTONS:
            raise VerbUnknown(what=verb)
        form = StepSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        actor = actor_from(request)
        step = Step(
            case_id=case_id,
            actor=actor,
            at=timezone.now(),
            note=said["note"],
            event_id=said.get("event_id") or uuid7(),
        )
        BUTTONS[verb](step, said)
        return _as_it_stands(case_id, actor, request)


def _as_it_stands(case_id: UUID, actor: Actor, request: Request) -> Response:
    try:
        return Response(document(case_id, actor, request))
    except CaseNotFound:
        # A unit that sent its case back does not see it any more; the step was taken all the same.
        return Response(status=status.HTTP_204_NO_CONTENT)
