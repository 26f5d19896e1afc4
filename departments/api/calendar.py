"""When a city works: hours, holidays and made-up days, a year at a time."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from departments.api.acting import actor_from
from gis_core.errors import BadParameter
from gis_core.params import whole
from grids.api.params import CITY, city_from
from standards.calendars import calendar_of
from standards.editing import EDIT_CALENDAR, forget_day, set_day
from standards.models import CalendarDay, WorkingHours

YEAR = OpenApiParameter("year", int, description="this year where absent")
YEARS = (2000, 2100)


class DaySerializer(serializers.ModelSerializer[CalendarDay]):
    """A day that does not follow the week."""

    provisional = serializers.BooleanField(read_only=True, help_text="not published yet")

    class Meta:
        model = CalendarDay
        fields = ("date", "working", "name", "provisional", "source")
        read_only_fields = ("date", "source")


class HoursSerializer(serializers.ModelSerializer[WorkingHours]):
    """Hours that differ from the city's."""

    class Meta:
        model = WorkingHours
        fields = ("id", "name", "spans", "every_day")


class CalendarSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    published = serializers.BooleanField(help_text="whether somebody has published this year")
    may_edit = serializers.BooleanField(help_text="whether a post of yours may change it")
    spans = serializers.ListField(child=serializers.CharField(), help_text="the city's own hours")
    patterns = HoursSerializer(many=True)
    days = DaySerializer(many=True)


class CalendarView(APIView):
    @extend_schema(parameters=[CITY, YEAR], responses=CalendarSerializer)
    def get(self, request: Request) -> Response:
        """A city's hours, and the days of a year on which it does not do what the week says."""
        city, actor = city_from(request), actor_from(request)
        this_year = timezone.now().astimezone(ZoneInfo(city.time_zone)).year
        low, high = YEARS
        year = whole(request.query_params, "year", default=this_year, low=low, high=high)
        calendar = calendar_of(city)
        mine = {"calendar__city": city}
        said = {
            "year": year,
            "published": year in calendar.published,
            "may_edit": actor.is_operator or actor.may(EDIT_CALENDAR, city.pk),
            "spans": [f"{a:%H:%M}-{b:%H:%M}" for a, b in calendar.usual.hours],
            "patterns": WorkingHours.objects.filter(**mine).order_by("name"),
            "days": CalendarDay.objects.filter(**mine).in_year(year),
        }
        return Response(CalendarSerializer(said).data)


class CalendarDayView(APIView):
    @extend_schema(parameters=[CITY], request=DaySerializer, responses=DaySerializer)
    def put(self, request: Request, day: str) -> Response:
        """Say of a day whether it is worked; open cases are counted anew within a minute."""
        form = DaySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        row = set_day(
            city=city_from(request),
            actor=actor_from(request),
            day=_date(day),
            working=said["working"],
            name=said.get("name", ""),
        )
        return Response(DaySerializer(row).data)

    @extend_schema(parameters=[CITY], responses={204: OpenApiResponse(description="forgotten")})
    def delete(self, request: Request, day: str) -> Response:
        """Let a day follow the week again."""
        forget_day(city=city_from(request), actor=actor_from(request), day=_date(day))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _date(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadParameter(name="day", reason="2026-10-01") from None
