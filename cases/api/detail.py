"""One case: its report comes in by PUT, its document goes out by GET."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.documents import (
    ComponentSerializer,
    EventSerializer,
    FiledBySerializer,
    MissingSerializer,
    OfferSerializer,
    PhotoSerializer,
    ReceiptSerializer,
    ReporterSerializer,
    SnapSerializer,
    receipt_document,
)
from cases.api.reports import ReportSerializer, report_from
from cases.errors import CaseNotFound
from cases.evidence import missing
from cases.models import Case, CaseEvent, CasePhoto
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


class MergedIntoSerializer(serializers.Serializer[Case]):
    """The case that a report was merged into: whoever reported it follows that one."""

    id = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    state = serializers.CharField()


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
    component = ComponentSerializer(allow_null=True)
    standard_row = FiledBySerializer(allow_null=True)
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
    missing_evidence = MissingSerializer(many=True)
    merged_into = MergedIntoSerializer(allow_null=True)
    followers = serializers.IntegerField(
        source="followed_by", help_text="reports that were merged into this one"
    )
    reporter = serializers.SerializerMethodField(help_text="masked")
    verbs = OfferSerializer(many=True, source="offers")

    @extend_schema_field(ReporterSerializer(allow_null=True))
    def get_reporter(self, case: Case) -> dict[str, Any] | None:
        """Another's name is nothing to somebody who merely follows the case."""
        actor: Actor = self.context["actor"]
        on_duty = actor.is_operator or any(actor.roles_in(case.city_id))
        if not (on_duty or case.reporter_account_id == actor.user_id):
            return None
        reporter = getattr(case, "reporter", None)
        return dict(ReporterSerializer(reporter).data) if reporter else None

    def get_fields(self) -> dict[str, Any]:
        return {
            "class": NamedSerializer(source="case_class"),
            "source": serializers.CharField(),
            **super().get_fields(),
        }


def document(case_id: UUID, actor: Actor, request: Request) -> dict[str, Any]:
    """Return the document of a case as this actor may see it. Raises CaseNotFound."""
    events = CaseEvent.objects.select_related("actor", "organization")
    photos = CasePhoto.objects.select_related("same_as")
    case = (
        Case.objects.visible_to(actor)
        .filter(pk=case_id)
        .select_related(
            "city", "case_class", "cell__street__district", "cell__community", "reporter",
            "organization", "unit", "merged_into", "city__case_practice", "standard_row",
            "component__owner", "component__maintainer",
        )
        .annotate(followed_by=_followers())
        .prefetch_related(Prefetch("events", events), Prefetch("photos", photos))
        .first()
    )  # fmt: skip
    if case is None:
        raise CaseNotFound
    # Only for the serializer.
    case.offers = offers(case, actor, at=timezone.now())  # type: ignore[attr-defined]
    at = case.city.figures_time(timezone.now())
    case.overdue = Case.objects.filter(pk=case.pk).overdue(at=at).exists()  # type: ignore[attr-defined]
    used = {event.verb for event in case.events.all()}
    case.missing_evidence = missing(case, case.photos.all(), used)  # type: ignore[attr-defined]
    context = {"request": request, "actor": actor, "seen_twins": _seen_twins(case, actor)}
    data: dict[str, Any] = CaseSerializer(case, context=context).data
    return data


def _followers() -> Coalesce:
    merged = Case.objects.filter(merged_into=OuterRef("pk")).order_by().values("merged_into")
    return Coalesce(Subquery(merged.annotate(n=Count("pk")).values("n")), 0)


def _seen_twins(case: Case, actor: Actor) -> set[UUID]:
    """Of the cases that have the same picture, those that the actor may see."""
    twins = {photo.same_as.case_id for photo in case.photos.all() if photo.same_as}
    if not twins:
        return twins
    seen = Case.objects.visible_to(actor).filter(pk__in=twins)
    return set(seen.values_list("pk", flat=True))


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
        receipt = collect(report=report, actor=actor_from(request), at=timezone.now())
        return Response(
            receipt_document(receipt),
            status=status.HTTP_201_CREATED if receipt.is_new else status.HTTP_200_OK,
            headers={} if receipt.is_new else {"Idempotency-Replayed": "true"},
        )
