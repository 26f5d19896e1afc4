"""Who is on duty here now, what is wrong with duty, and what a new network does to it."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from departments.api.acting import actor_from
from departments.api.duty_grids import AT, OfficeSerializer
from departments.duty import on_duty
from departments.duty_carrying import Change, affected, carry
from departments.duty_editing import require_editor
from departments.duty_findings import Finding, FindingKind, findings
from departments.shifts import Days
from gis_core.actor import Actor
from gis_core.datum import Datum
from gis_core.errors import NotFound
from gis_core.params import instant, position, whole
from grids.api.params import CITY, POSITION, city_from
from grids.models import City, Generation
from grids.snap import SnapKind, snap

GENERATION = OpenApiParameter("generation", int, required=True, description="its number")


class NoPostHere(NotFound):
    code = "duty_not_shown"
    zh = "您在本市没有任职，看不到值守情况：{what}。"
    en = "You hold no post in this city, so its duty is not shown: {what}."


class OnDutySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="of the duty grid")
    code = serializers.CharField()
    name = serializers.CharField()
    cell_code = serializers.CharField(help_text="in the generation that it was drawn on")
    shift = serializers.CharField(source="shift_code")
    shift_name = serializers.CharField()
    shift_name_en = serializers.CharField()
    collector = OfficeSerializer(allow_null=True)
    organization = OfficeSerializer(allow_null=True)


class DutyAtSerializer(serializers.Serializer[Any]):
    how = serializers.ChoiceField(choices=[str(kind) for kind in SnapKind])
    cell = serializers.CharField(source="cell.code", default=None, allow_null=True)
    distance_m = serializers.FloatField()
    on_duty = OnDutySerializer(many=True)


class DutyAtView(APIView):
    @extend_schema(parameters=[CITY, *POSITION, AT], responses=DutyAtSerializer)
    def get(self, request: Request) -> Response:
        """Who is on duty at a place at a moment, holidays and nights included."""
        city = _city(request)
        said = request.query_params
        lon, lat = position(said, Datum(city.default_datum))
        now = timezone.now()
        found = snap(city, lon, lat, now)
        there = on_duty(city, found.point, instant(said, "at", default=now))
        printed = {
            "how": found.how,
            "cell": found.cell,
            "distance_m": found.distance_m,
            "on_duty": there,
        }
        return Response(DutyAtSerializer(printed).data)


class DaySpanSerializer(serializers.Serializer[Any]):
    days = serializers.ChoiceField(choices=[str(days) for days in Days])
    begins = serializers.TimeField(format="%H:%M")
    ends = serializers.TimeField(format="%H:%M", help_text="00:00: the end of the day")


class DutyFindingPropertiesSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[str(kind) for kind in FindingKind])
    reason_zh = serializers.CharField()
    reason_en = serializers.CharField()
    street_code = serializers.CharField()
    rural = serializers.BooleanField()
    cells = serializers.ListField(child=serializers.CharField())
    grids = serializers.ListField(child=serializers.CharField(), help_text="codes of duty grids")
    times = DaySpanSerializer(many=True, help_text="when it is so; empty: always")


class DutyFindingSerializer(serializers.Serializer[Any]):
    type = serializers.CharField(read_only=True)
    geometry = serializers.DictField()
    properties = DutyFindingPropertiesSerializer(source="*")

    def to_representation(self, instance: Finding) -> dict[str, Any]:
        return {
            "type": "Feature",
            "geometry": instance.geometry,
            "properties": DutyFindingPropertiesSerializer(instance).data,
        }


class DutyFindingsSerializer(serializers.Serializer[Any]):
    type = serializers.CharField(default="FeatureCollection")
    features = DutyFindingSerializer(many=True)


class FindingsView(APIView):
    @extend_schema(parameters=[CITY, AT], responses=DutyFindingsSerializer)
    def get(self, request: Request) -> Response:
        """Cells that nobody looks after or two at once, and duty that lost its holder or ground."""
        at = instant(request.query_params, "at", default=timezone.now())
        said = {"type": "FeatureCollection", "features": findings(_city(request), at)}
        return Response(DutyFindingsSerializer(said).data)


class CellChangeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    change = serializers.ChoiceField(choices=[str(change) for change in Change])
    into = serializers.ListField(child=serializers.CharField())


class GridChangeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="grid.pk")
    code = serializers.CharField(source="grid.code")
    name = serializers.CharField(source="grid.name")
    shift = serializers.CharField(source="grid.shift.code")
    kept = serializers.IntegerField(help_text="cells that are what they were")
    changed = CellChangeSerializer(many=True)
    cells = serializers.ListField(child=serializers.CharField(), help_text="it would hold these")


class AffectedSerializer(serializers.Serializer[Any]):
    grids = GridChangeSerializer(many=True)


class AffectedView(APIView):
    @extend_schema(parameters=[CITY, GENERATION], responses=AffectedSerializer)
    def get(self, request: Request) -> Response:
        """What a generation, also a draft, does to the duty in force now."""
        city = _city(request)
        number = whole(request.query_params, "generation", default=0, low=0, high=10**6)
        changes = affected(city, _generation(city, number), timezone.now())
        return Response(AffectedSerializer({"grids": changes}).data)


class CarryingSerializer(serializers.Serializer[Any]):
    generation = serializers.IntegerField(help_text="its number")
    begins = serializers.DateTimeField(required=False, help_text="from when on; now where absent")


class CarryView(APIView):
    @extend_schema(parameters=[CITY], request=CarryingSerializer, responses=AffectedSerializer)
    def post(self, request: Request) -> Response:
        """Carry every duty grid over into a generation: the old ones end, new ones begin."""
        form = CarryingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        city, actor, now = city_from(request), actor_from(request), timezone.now()
        require_editor(actor, city)
        begins: datetime = form.validated_data.get("begins", now)
        changes = carry(
            city=city,
            actor=actor,
            generation=_generation(city, form.validated_data["generation"]),
            begins=begins,
            at=now,
        )
        return Response(AffectedSerializer({"grids": changes}).data)


def _city(request: Request) -> City:
    """Return the city, or raise NoPostHere: duty is shown to those who hold a post in it."""
    city, actor = city_from(request), actor_from(request)
    if not _known(actor, city):
        raise NoPostHere(what=city.name)
    return city


def _known(actor: Actor, city: City) -> bool:
    return actor.is_operator or any(actor.roles_in(city.pk))


def _generation(city: City, number: int) -> Generation:
    found = Generation.objects.of(city).filter(number=number).first()
    if found is None:
        raise GenerationUnknown(what=number)
    return found


class GenerationUnknown(NotFound):
    code = "generation_unknown"
    zh = "没有这一代网格：{what}。"
    en = "There is no such generation of the network: {what}."
