"""Commands to a draft, and the record of those that were given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from departments.api.networks.acting import draft_for, given_by
from departments.api.networks.commands import COMMAND, read_command
from gis_core.pages import FeaturePages
from grids.editing.performing import perform
from grids.editing.telling import told
from grids.models import EditVerb, NetworkEdit


class ChangedCodesSerializer(serializers.Serializer[Any]):
    """Codes of cells."""

    removed = serializers.ListField(child=serializers.CharField())
    added = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(child=serializers.CharField())


class SentencesSerializer(serializers.Serializer[Any]):
    zh = serializers.CharField()
    en = serializers.CharField()


class EditSerializer(serializers.ModelSerializer[NetworkEdit]):
    """`bbox`: west, south, east, north of what changed; `undone_by` says that it is undone."""

    verb = serializers.ChoiceField(choices=[verb.value for verb in EditVerb])
    summary = serializers.SerializerMethodField()
    by = serializers.CharField(source="by.display_name", default=None, allow_null=True)
    changed = ChangedCodesSerializer()
    bbox = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    undone_by = serializers.PrimaryKeyRelatedField[Any](default=None, read_only=True)

    class Meta:
        model = NetworkEdit
        fields = (
            "id", "sequence", "verb", "summary", "at", "by", "undoes", "undone_by", "changed",
            "bbox",
        )  # fmt: skip

    @extend_schema_field(SentencesSerializer)
    def get_summary(self, edit: NetworkEdit) -> dict[str, str]:
        words = told(edit)
        return {"zh": words.zh, "en": words.en}


class EditPages(FeaturePages):
    """The latest edit first."""

    ordering = "-sequence"
    page_size = 50

    def get_paginated_response(self, data: Any) -> Response:
        links = {"next": self.get_next_link(), "previous": self.get_previous_link()}
        return Response({"results": data, **links})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        whole = super().get_paginated_response_schema({"type": "object"})
        whole["allOf"][0] = {
            "type": "object",
            "required": ["results"],
            "properties": {"results": schema},
        }
        return whole


class EditsView(ListAPIView[NetworkEdit]):
    """What was done to a draft, the latest first."""

    serializer_class = EditSerializer
    pagination_class = EditPages
    queryset = NetworkEdit.objects.none()  # for the schema only

    def get_queryset(self) -> QuerySet[NetworkEdit]:
        draft = draft_for(self.request, self.kwargs["draft"])
        edits = draft.edits.select_related("by", "undoes", "undone_by")
        return edits.defer("before", "after", "undone_by__before", "undone_by__after")


class EditView(APIView):
    @extend_schema(request=COMMAND, responses=EditSerializer)
    def put(self, request: Request, draft: UUID, edit: UUID) -> Response:
        """Give a draft a command under a key of the client's own; sent again, it does nothing."""
        verb, command = read_command(request.data)
        done = perform(given_by(request, draft, edit, verb, command))
        return Response(EditSerializer(done).data)
