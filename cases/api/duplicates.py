"""Reports side by side: is it the same problem? An acceptor looks and merges, or does not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.documents import PhotoSerializer
from cases.duplicates import Suggestion, duplicates_of
from cases.likeness import ClassMatch, Likeness
from cases.models import Case
from departments.api.acting import actor_from


class SideSerializer(serializers.Serializer[Case]):
    """What two reports are compared by: place, words, photos; never who reported."""

    id = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    class_code = serializers.CharField(source="case_class.code")
    class_name = serializers.CharField(source="case_class.name")
    class_name_en = serializers.CharField(source="case_class.name_en")
    urgency = serializers.CharField()
    lon = serializers.FloatField(source="geom.x", default=None, allow_null=True)
    lat = serializers.FloatField(source="geom.y", default=None, allow_null=True)
    place_text = serializers.CharField()
    road = serializers.CharField()
    problem_text = serializers.CharField()
    organization_name = serializers.CharField(
        source="organization.name", default=None, allow_null=True
    )
    component = serializers.UUIDField(source="component_id", allow_null=True)
    reported_at = serializers.DateTimeField()
    photos = PhotoSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "source": serializers.CharField()}


class LikenessSerializer(serializers.Serializer[Likeness]):
    """Why it may be the same; null = not known."""

    distance_m = serializers.FloatField(allow_null=True)
    class_match = serializers.ChoiceField([(m.value, m.value) for m in ClassMatch], source="match")
    hours_apart = serializers.FloatField()
    same_component = serializers.BooleanField(allow_null=True)
    photo_bits = serializers.IntegerField(
        allow_null=True, help_text="of 64, in which the most alike photos differ"
    )
    same_picture = serializers.BooleanField()


class DuplicateSerializer(serializers.Serializer[Suggestion]):
    score = serializers.FloatField(source="likeness.score", help_text="0 to 1")
    likeness = LikenessSerializer()
    can_merge = serializers.BooleanField(help_text="false: it has ended")
    case = SideSerializer()


class DuplicatesSerializer(serializers.Serializer[Any]):
    case = SideSerializer()
    duplicates = DuplicateSerializer(many=True)


class DuplicatesView(APIView):
    @extend_schema(responses=DuplicatesSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        """Cases that this one may be a duplicate of, the likeliest first, side by side with it."""
        case, found = duplicates_of(case_id=case_id, actor=actor_from(request))
        both = {"case": case, "duplicates": found}
        return Response(DuplicatesSerializer(both, context={"request": request}).data)
