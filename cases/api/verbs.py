"""The verbs of a case as buttons: one address each, one stage function each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.detail import CaseSerializer, document
from cases.api.reports import PHOTOS_AT_MOST, DeclaredPhotoSerializer, declared_photo
from cases.models import Case
from cases.stages import accept, check, close, dispatch, file, handle, reply
from cases.stages.step import Step
from departments.api.acting import actor_from
from gis_core.errors import NotFound
from gis_core.ids import uuid7


class StepSerializer(serializers.Serializer[Any]):
    """What comes with a verb; which fields it reads depends on the verb."""

    event_id = serializers.UUIDField(
        required=False, help_text="made by the client: the same step sent twice is taken once"
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000, default="")
    organization = serializers.UUIDField(required=False, allow_null=True, help_text="dispatch")
    unit = serializers.UUIDField(required=False, allow_null=True, help_text="dispatch")
    passed = serializers.BooleanField(required=False, default=True, help_text="check")
    photos: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=DeclaredPhotoSerializer(), required=False, max_length=PHOTOS_AT_MOST
    )


class VerbUnknown(NotFound):
    code = "verb_unknown"
    zh = "没有“{what}”这个操作。"
    en = "There is no verb “{what}”."


Said = Mapping[str, Any]
VERBS: Final[Mapping[str, Callable[[Step, Said], Case]]] = {
    "accept": lambda step, said: accept.accept(step=step),
    "refuse": lambda step, said: accept.refuse(step=step),
    "file": lambda step, said: file.file(step=step),
    "dispatch": lambda step, said: dispatch.dispatch(
        step=step, organization_id=said.get("organization"), unit_id=said.get("unit")
    ),
    "handle": lambda step, said: handle.handle(step=step),
    "reply": lambda step, said: reply.reply(
        step=step, photos=[declared_photo(photo) for photo in said.get("photos", ())]
    ),
    "check": lambda step, said: check.check(step=step, passed=said["passed"]),
    "close": lambda step, said: close.close(step=step),
}


class VerbView(APIView):
    @extend_schema(request=StepSerializer, responses=CaseSerializer)
    def post(self, request: Request, case_id: UUID, verb: str) -> Response:
        """Use a verb on a case; the answer is the case as it then stands."""
        if verb not in VERBS:
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
        VERBS[verb](step, said)
        return Response(document(case_id, actor, request))
