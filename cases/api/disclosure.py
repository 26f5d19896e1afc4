"""Looking at what is masked, with a reason: the reporter's values, a photo's original."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.disclosure import Look, original_photo, reveal_contact
from cases.models import Reporter
from departments.api.acting import actor_from

UNKEPT = {"Cache-Control": "no-store"}


class LookSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(
        max_length=500, allow_blank=True, default="", help_text="kept in the log, with your name"
    )


class ContactSerializer(serializers.Serializer[Reporter]):
    name = serializers.CharField()
    phone = serializers.CharField()


class RevealView(APIView):
    @extend_schema(request=LookSerializer, responses=ContactSerializer)
    def post(self, request: Request, case_id: UUID) -> Response:
        """The reporter's name and phone; who looked, when and why is written down."""
        reporter = reveal_contact(look_from(request, case_id))
        return Response(ContactSerializer(reporter).data, headers=UNKEPT)


class OriginalView(APIView):
    @extend_schema(request=LookSerializer, responses={(200, "image/*"): OpenApiTypes.BINARY})
    def post(self, request: Request, case_id: UUID, sha256: str) -> HttpResponse:
        """A photo as it came, with its EXIF; who looked, when and why is written down."""
        content, content_type = original_photo(look_from(request, case_id), sha256=sha256)
        return HttpResponse(content, content_type=content_type, headers=UNKEPT)


def look_from(request: Request, case_id: UUID) -> Look:
    form = LookSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    return Look(
        case_id=case_id,
        actor=actor_from(request),
        at=timezone.now(),
        reason=form.validated_data["reason"],
    )
