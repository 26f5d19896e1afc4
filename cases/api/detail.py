"""One case: its report comes in by PUT, its document goes out by GET."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.documents import (
    EventSerializer,
    OfferSerializer,
    PhotoSerializer,
    ReceiptSerializer,
    ReporterSerializer,
    SnapSerializer,
)
from cases.api.reports import ReportSerializer, report_from
from cases.errors import CaseNotFound
from cases.models import Case, CaseEvent
from cases.stages.collect import collect
from cases.stages.offer import offers
from departments.api.acting import actor_from
from gis_core.actor import Actor


class NamedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class PlaceSerializer(serializers.Serializer[Case]):
    """Where a case is: as stored (WGS 84), as sent, and in words."""

    known = serializers.BooleanField(source="place_known")
    lon = serializers.FloatField(source="geom.x", default=None, allow_null=True)
    lat = serializers.FloatField(source="geom.y", default=None, allow_null=True)
    datum = serializers.CharField()
    raw_lon = serializers.FloatField(allow_null=True)
    raw_lat = serializers.FloatField(allow_null=True)
    accuracy_m = serializers.FloatField(allow_null=True)
    text = serializers.CharField(source="place_text")
    road = serializers.CharField()


class CaseSerializer(serializers.Serializer[Case]):
    """The whole document of a case."""

    id = serializers.UUIDField()
    city = serializers.CharField(source="city.slug")
    number = serializers.CharField(allow_null=True)
    outer_number = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    urgency = serializers.CharField()
    origin = serializers.CharField()
    flags = serializers.ListField(child=serializers.CharField())
    problem_text = serializers.CharField()
    place = PlaceSerializer(source="*")
    snap = SnapSerializer(source="*")
    cell = serializers.CharField(source="cell.code", default=None, allow_null=True)
    district = NamedSerializer(source="cell.street.district", default=None, allow_null=True)
    street = NamedSerializer(source="cell.street", default=None, allow_null=True)
    community = NamedSerializer(source="cell.community", default=None, allow_null=True)
    organization = NamedSerializer(default=None, allow_null=True)
    unit = NamedSerializer(default=None, allow_null=True)
    reported_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    filed_at = serializers.DateTimeField(allow_null=True)
    dispatched_at = serializers.DateTimeField(allow_null=True)
    replied_at = serializers.DateTimeField(allow_null=True)
    checked_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    overdue = serializers.BooleanField(help_text="open and past its due time")
    events = EventSerializer(many=True)
    photos = PhotoSerializer(many=True)
    reporter = ReporterSerializer(default=None, allow_null=True)
    verbs = OfferSerializer(many=True, source="offers")

    def get_fields(self) -> dict[str, Any]:
        return {
            "class": NamedSerializer(source="case_class"),
            "source": serializers.CharField(),
            **super().get_fields(),
        }


def document(case_id: UUID, actor: Actor, request: Request) -> dict[str, Any]:
    """Return the document of a case as this actor may see it. Raises CaseNotFound."""
    events = CaseEvent.objects.select_related("actor", "organization")
    case = (
        Case.objects.visible_to(actor)
        .filter(pk=case_id)
        .select_related(
            "city", "case_class", "cell__street__district", "cell__community", "reporter",
            "organization", "unit",
        )
        .prefetch_related(Prefetch("events", events), "photos")
        .first()
    )  # fmt: skip
    if case is None:
        raise CaseNotFound
    # Only for the serializer.
    case.offers = offers(case, actor, at=timezone.now())  # type: ignore[attr-defined]
    at = case.city.figures_time(timezone.now())
    case.overdue = Case.objects.filter(pk=case.pk).overdue(at=at).exists()  # type: ignore[attr-defined]
    data: dict[str, Any] = CaseSerializer(case, context={"request": request}).data
    return data


class CaseView(APIView):
    @extend_schema(responses=CaseSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        """A case: place, story, photos, and which verbs are open to you."""
        return Response(document(case_id, actor_from(request), request))

    @extend_schema(
        request=ReportSerializer,
        responses={
            201: ReceiptSerializer,
            200: OpenApiResponse(ReceiptSerializer, "the same report again"),
        },
    )
    def put(self, request: Request, case_id: UUID) -> Response:
        """Report a problem under an id that the client made; sending it again is harmless."""
        report = report_from(case_id, request.data)
        case, new = collect(report=report, actor=actor_from(request), at=timezone.now())
        return Response(
            ReceiptSerializer(case).data,
            status=status.HTTP_201_CREATED if new else status.HTTP_200_OK,
            headers={} if new else {"Idempotency-Replayed": "true"},
        )
