"""Dry runs: what a set of rules would have done with a period that is over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from cases.errors import DryRunNotFound
from cases.models import DryRun, DryRunChange
from cases.routing.dry_run import dry_run
from cases.routing.learning import Period
from departments.api.acting import actor_from
from departments.rule_editing import rule_set_for
from gis_core.pages import FeaturePages


class DryRunPeriodSerializer(serializers.Serializer[Any]):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField(help_text="not included")


class DryRunByRuleSerializer(serializers.Serializer[Any]):
    order = serializers.IntegerField()
    cases = serializers.IntegerField()
    changed = serializers.IntegerField()


class DryRunMoveSerializer(serializers.Serializer[Any]):
    """Names; empty = no rule says whom."""

    def get_fields(self) -> dict[str, Any]:
        return {
            "from": serializers.CharField(allow_blank=True),
            "to": serializers.CharField(allow_blank=True),
            "times": serializers.IntegerField(),
        }


class DryRunSerializer(serializers.ModelSerializer[DryRun]):
    by_rule = DryRunByRuleSerializer(many=True)
    moves = DryRunMoveSerializer(many=True, help_text="the 50 most frequent")
    unchanged = serializers.SerializerMethodField()

    class Meta:
        model = DryRun
        fields = (
            "id", "rule_set", "beside", "start", "end", "made_at", "cases", "changed",
            "unchanged", "undecided", "agreed", "took_ms", "by_rule", "moves",
        )  # fmt: skip

    def get_unchanged(self, run: DryRun) -> int:
        return run.cases - run.changed


class DryRunChangeSerializer(GeoFeatureModelSerializer):
    """One case that would have gone elsewhere; its point is null where the place is not known."""

    case = serializers.UUIDField(source="case_id")
    number = serializers.CharField(source="case.number", allow_null=True)
    class_code = serializers.CharField(source="case.case_class.code")
    class_name = serializers.CharField(source="case.case_class.name")
    class_name_en = serializers.CharField(source="case.case_class.name_en")
    reported_at = serializers.DateTimeField(source="case.reported_at")
    got = serializers.SerializerMethodField(help_text="whom it really went to")
    now = serializers.SerializerMethodField(help_text="whom the rules in force name; or empty")
    would = serializers.SerializerMethodField(help_text="whom these rules name; or empty")

    class Meta:
        model = DryRunChange
        geo_field = "geom"
        id_field = "id"
        fields = (
            "id", "case", "number", "class_code", "class_name", "class_name_en",
            "reported_at", "got", "now_rule", "now", "rule", "would",
        )  # fmt: skip

    def get_got(self, change: DryRunChange) -> str:
        return _named(change.case.organization, change.case.unit)

    def get_now(self, change: DryRunChange) -> str:
        return _named(change.now_organization, change.now_unit)

    def get_would(self, change: DryRunChange) -> str:
        return _named(change.organization, change.unit)


def _named(organization: Any, unit: Any) -> str:
    return " · ".join(one.name for one in (organization, unit) if one is not None)


class DryRunsView(APIView):
    @extend_schema(request=DryRunPeriodSerializer, responses={201: DryRunSerializer})
    def post(self, request: Request, rule_set_id: UUID) -> Response:
        """Ask the set about every case dispatched in a period, beside the rules in force."""
        form = DryRunPeriodSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actor = actor_from(request)
        made = dry_run(
            rule_set=rule_set_for(actor, rule_set_id),
            period=Period(**form.validated_data),
            actor=actor,
            at=timezone.now(),
        )
        return Response(DryRunSerializer(made).data, status=status.HTTP_201_CREATED)


class DryRunView(APIView):
    @extend_schema(responses=DryRunSerializer)
    def get(self, request: Request, run_id: UUID) -> Response:
        return Response(DryRunSerializer(_run_for(request, run_id)).data)


class ChangePages(FeaturePages):
    page_size = 200


class ChangesView(ListAPIView[DryRunChange]):
    """The cases that would have gone elsewhere, as GeoJSON, the newest first."""

    serializer_class = DryRunChangeSerializer
    pagination_class = ChangePages
    queryset = DryRunChange.objects.none()  # for the schema only

    def get_queryset(self) -> Any:
        parties = ("organization", "unit", "now_organization", "now_unit")
        named = (*parties, "case__organization", "case__unit")
        run = _run_for(self.request, self.kwargs["run_id"])
        return (
            DryRunChange.objects.filter(dry_run=run)
            .select_related("case__case_class", *named)
            .defer(*(f"{name}__area" for name in named))
        )


def _run_for(request: Request, run_id: UUID) -> DryRun:
    found = DryRun.objects.visible_to(actor_from(request)).filter(pk=run_id).first()
    if found is None:
        raise DryRunNotFound(what=run_id)
    return found
