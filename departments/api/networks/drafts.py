"""Generations and drafts of a city's network: begun, published, thrown away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.gis.db.models import Extent
from django.db.models import Count, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from departments.api.acting import actor_from
from departments.api.networks.acting import draft_for, given_by
from grids.api.params import CITY, city_from
from grids.drafts.copying import begin_draft
from grids.drafts.ending import base_changed, discard, publish
from grids.drafts.rights import EDIT_NETWORK, PUBLISH_NETWORK, may, require
from grids.models import District, DraftState, EditVerb, Generation, NetworkDraft


class GenerationSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField(allow_null=True)
    in_force = serializers.SerializerMethodField()
    cells = serializers.IntegerField()

    def get_in_force(self, generation: Generation) -> bool:
        at = timezone.now()
        begun = generation.valid_from is not None and generation.valid_from <= at
        return begun and (generation.valid_to is None or generation.valid_to > at)


class DraftSerializer(serializers.ModelSerializer[NetworkDraft]):
    """`base_changed`: it can no longer be published; `bbox`: west, south, east, north."""

    state = serializers.ChoiceField(source="status", choices=DraftState.choices)
    base_number = serializers.IntegerField(source="base.number")
    made_by = serializers.CharField(source="made_by.display_name", default=None, allow_null=True)
    decided_by = serializers.CharField(
        source="decided_by.display_name", default=None, allow_null=True
    )
    valid_from = serializers.DateTimeField(
        source="generation.valid_from", default=None, allow_null=True
    )
    cells = serializers.SerializerMethodField()
    edits = serializers.SerializerMethodField()
    base_changed = serializers.SerializerMethodField()
    may_edit = serializers.SerializerMethodField()
    may_publish = serializers.SerializerMethodField()
    bbox = serializers.SerializerMethodField()

    class Meta:
        model = NetworkDraft
        fields = (
            "id", "state", "number", "note", "base_number", "made_by", "made_at", "decided_by",
            "decided_at", "valid_from", "cells", "edits", "base_changed", "may_edit",
            "may_publish", "bbox",
        )  # fmt: skip

    def get_cells(self, draft: NetworkDraft) -> int:
        return 0 if draft.generation is None else draft.generation.cell_set.count()

    def get_edits(self, draft: NetworkDraft) -> int:
        return draft.edits.count()

    def get_base_changed(self, draft: NetworkDraft) -> bool:
        return draft.status == DraftState.OPEN and base_changed(draft)

    def get_may_edit(self, draft: NetworkDraft) -> bool:
        return self._may(EDIT_NETWORK, draft)

    def get_may_publish(self, draft: NetworkDraft) -> bool:
        return self._may(PUBLISH_NETWORK, draft)

    def _may(self, verb: str, draft: NetworkDraft) -> bool:
        is_open = draft.status == DraftState.OPEN
        return is_open and may(actor_from(self.context["request"]), verb, draft.city)

    def get_bbox(self, draft: NetworkDraft) -> list[float] | None:
        districts = District.objects.filter(generation=draft.generation_id)
        extent = districts.aggregate(box=Extent("geom"))["box"] if draft.generation_id else None
        return None if extent is None else [round(edge, 7) for edge in extent]


class BeginSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class EndSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="made by the client; the same again does nothing twice")


class DiscardSerializer(EndSerializer):
    note = serializers.CharField(
        max_length=200, allow_blank=True, default="", help_text="why, for the record"
    )


class PublishSerializer(EndSerializer):
    at = serializers.DateTimeField(help_text="when it takes effect; now or later")


class GenerationsView(APIView):
    @extend_schema(parameters=[CITY], responses=GenerationSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The networks that were, are and will be in force, the latest first."""
        rows: QuerySet[Any] = Generation.objects.of(city_from(request))
        rows = rows.filter(valid_from__isnull=False).annotate(cells=Count("cell"))
        return Response(GenerationSerializer(rows.order_by("-valid_from"), many=True).data)


class DraftsView(APIView):
    @extend_schema(parameters=[CITY], responses=DraftSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Drafts of the city's network, the latest first."""
        city = city_from(request)
        require(actor_from(request), city, EDIT_NETWORK, PUBLISH_NETWORK)
        rows = NetworkDraft.objects.of(city).select_related(
            "city", "generation", "base", "made_by", "decided_by"
        )
        said = DraftSerializer(rows, many=True, context={"request": request})
        return Response(said.data)


def _said(draft: NetworkDraft, request: Request) -> Response:
    return Response(DraftSerializer(draft, context={"request": request}).data)


class DraftView(APIView):
    @extend_schema(responses=DraftSerializer)
    def get(self, request: Request, draft: UUID) -> Response:
        return _said(draft_for(request, draft), request)

    @extend_schema(parameters=[CITY], request=BeginSerializer, responses=DraftSerializer)
    def put(self, request: Request, draft: UUID) -> Response:
        """Begin a draft: a copy of the network in force, under a key of the client's own."""
        form = BeginSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        begun = begin_draft(
            id=draft,
            city=city_from(request),
            actor=actor_from(request),
            at=timezone.now(),
            note=form.validated_data["note"],
        )
        return _said(begun, request)


class PublishView(APIView):
    @extend_schema(request=PublishSerializer, responses=DraftSerializer)
    def post(self, request: Request, draft: UUID) -> Response:
        """Put the draft in force at a date, if every check passes."""
        form = PublishSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        at = form.validated_data["at"]
        said = {"at": at.isoformat()}
        given = given_by(request, draft, form.validated_data["id"], EditVerb.PUBLISH, said)
        return _said(publish(given, valid_from=at), request)


class DiscardView(APIView):
    @extend_schema(request=DiscardSerializer, responses=DraftSerializer)
    def post(self, request: Request, draft: UUID) -> Response:
        """Throw the draft away; its edits stay on record."""
        form = DiscardSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = {"note": form.validated_data["note"]}
        given = given_by(request, draft, form.validated_data["id"], EditVerb.DISCARD, said)
        return _said(discard(given), request)
