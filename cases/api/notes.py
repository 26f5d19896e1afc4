"""Notes and files of a case: what a branch writes for itself, and what it shares."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.models import CaseNote, NoteFile
from cases.notes import Draft, file_of, notes_of, store_file, write
from cases.photos import SIZE_LIMIT_MB
from departments.api.acting import actor_from
from gis_core.ids import uuid7


class DraftSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(
        required=False, help_text="made by the client; kept once"
    )
    text = serializers.CharField(max_length=4000)
    shared = serializers.BooleanField(
        default=False, help_text="true: everybody who sees the case; false: your branch alone"
    )


class NoteFileSerializer(serializers.ModelSerializer[NoteFile]):
    url = serializers.SerializerMethodField()

    class Meta:
        model = NoteFile
        fields = ("sha256", "content_type", "size_bytes", "stored_at", "url")

    def get_url(self, file: NoteFile) -> str:
        return f"/api/v1/notes/{file.note_id}/files/{file.sha256}"


class NoteSerializer(serializers.ModelSerializer[CaseNote]):
    author_name = serializers.CharField(source="author.display_name")
    organization_name = serializers.CharField(source="organization.name")
    files = NoteFileSerializer(many=True)

    class Meta:
        model = CaseNote
        fields = (
            "id",
            "text",
            "shared",
            "written_at",
            "author_name",
            "post",
            "organization_name",
            "files",
        )


class NotesView(APIView):
    @extend_schema(responses=NoteSerializer(many=True))
    def get(self, request: Request, case_id: UUID) -> Response:
        """The notes of a case that you may read: shared ones, and your own branch's."""
        return Response(NoteSerializer(notes_of(case_id, actor_from(request)), many=True).data)

    @extend_schema(
        request=DraftSerializer,
        responses={201: NoteSerializer, 200: OpenApiResponse(NoteSerializer, "the same again")},
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        """Write a note; nothing edits it afterwards."""
        form = DraftSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        draft = Draft(
            id=said.get("id") or uuid7(),
            case_id=case_id,
            text=said["text"],
            shared=said["shared"],
            actor=actor_from(request),
            at=timezone.now(),
        )
        note, new = write(draft)
        code = status.HTTP_201_CREATED if new else status.HTTP_200_OK
        return Response(NoteSerializer(note).data, status=code)


class NoteFileView(APIView):
    @extend_schema(
        request={"application/pdf": OpenApiTypes.BINARY, "image/*": OpenApiTypes.BINARY},
        responses={201: NoteFileSerializer, 200: NoteFileSerializer},
    )
    def put(self, request: Request, note_id: UUID, sha256: str) -> Response:
        """Add a PDF or a picture to your own note; sending it again is harmless."""
        file, new = store_file(
            note_id=note_id,
            sha256=sha256,
            content=request._request.read(SIZE_LIMIT_MB * 1_000_000 + 1),
            actor=actor_from(request),
            at=timezone.now(),
        )
        code = status.HTTP_201_CREATED if new else status.HTTP_200_OK
        return Response(NoteFileSerializer(file).data, status=code)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, note_id: UUID, sha256: str) -> HttpResponse:
        """The file, for whoever may read its note."""
        content, content_type = file_of(note_id=note_id, sha256=sha256, actor=actor_from(request))
        return HttpResponse(
            content,
            content_type=content_type,
            headers={
                "Cache-Control": "private, no-store",
                "Content-Disposition": "attachment",
                "X-Content-Type-Options": "nosniff",
            },
        )
