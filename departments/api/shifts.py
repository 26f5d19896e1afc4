"""The shifts of a city, by which duty is held."""

import re
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from departments.api.acting import actor_from
from departments.duty_editing import ShiftWish, may_edit, put_shift
from departments.models import Shift
from departments.shifts import Days
from gis_core.errors import BadParameter
from gis_core.params import text
from grids.api.params import CITY, city_from

CLOCK = "%H:%M"


class ShiftSerializer(serializers.ModelSerializer[Shift]):
    """A part of the day; `ends` not later than `begins`: past midnight; equal: round the clock."""

    begins = serializers.TimeField(format=CLOCK, input_formats=[CLOCK])
    ends = serializers.TimeField(format=CLOCK, input_formats=[CLOCK])
    days = serializers.ChoiceField(
        choices=[str(days) for days in Days],
        default=str(Days.EVERY),
        help_text="on which days of the city's calendar it begins",
    )

    class Meta:
        model = Shift
        fields = ("code", "name", "name_en", "begins", "ends", "days")
        read_only_fields = ("code",)


class ShiftsSerializer(serializers.Serializer[Any]):
    may_edit = serializers.BooleanField(help_text="whether a post of yours may edit duty")
    shifts = ShiftSerializer(many=True)


class ShiftsView(APIView):
    @extend_schema(parameters=[CITY], responses=ShiftsSerializer)
    def get(self, request: Request) -> Response:
        """The shifts of a city, the earliest first."""
        city = city_from(request)
        said = {"may_edit": may_edit(actor_from(request), city), "shifts": Shift.objects.of(city)}
        return Response(ShiftsSerializer(said).data)


class ShiftView(APIView):
    @extend_schema(parameters=[CITY], request=ShiftSerializer, responses=ShiftSerializer)
    def put(self, request: Request, code: str) -> Response:
        """Make a shift or change it; its times stand once duty has begun by it."""
        form = ShiftSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        shift = put_shift(
            city=city_from(request),
            actor=actor_from(request),
            wish=ShiftWish(**{**said, "code": _code(code), "days": Days(said["days"])}),
            at=timezone.now(),
        )
        return Response(ShiftSerializer(shift).data)


def _code(said: str) -> str:
    """Return the code of a path; a slug of at most twenty signs."""
    code = text({"code": said}, "code", at_most=20)
    if not re.fullmatch(r"[A-Za-z0-9_-]+", code):
        raise BadParameter(name="code", reason="a-z 0-9 - _")
    return code
