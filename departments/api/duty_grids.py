"""Duty grids as GeoJSON: read at any date, drawn, replaced and ended."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from departments.api.acting import actor_from
from departments.duty_editing import DutyWish, collectors_of, end_duty_grid, put_duty_grid
from departments.duty_errors import DutyGridUnknown
from departments.models import DutyGrid
from gis_core.pages import FeaturePages
from gis_core.params import box, instant, text
from grids.api.params import BBOX, CITY, city_from
from grids.models import Generation

AT = OpenApiParameter("at", str, description="instant with its offset; now where absent")
SHIFT = OpenApiParameter("shift", str, description="code of a shift")


class OfficeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class NamedUserSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField(source="__str__")


class DutyGridSerializer(GeoFeatureModelSerializer):
    """`stale`: drawn on another generation of the network than the one in force."""

    shift = serializers.CharField(source="shift.code")
    shift_name = serializers.CharField(source="shift.name")
    collector = NamedUserSerializer(allow_null=True)
    organization = OfficeSerializer(allow_null=True)
    generation = serializers.IntegerField(source="generation.number")
    stale = serializers.SerializerMethodField()

    class Meta:
        model = DutyGrid
        geo_field = "geom"
        id_field = "id"
        fields = (
            *("id", "code", "name", "shift", "shift_name", "collector", "organization"),
            *("cell_codes", "generation", "stale", "valid_from", "valid_to", "generated"),
        )

    def get_stale(self, grid: DutyGrid) -> bool:
        return bool(grid.generation_id != self.context["network"])


class DutyWishSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=80, allow_blank=True, default="")
    shift = serializers.CharField(max_length=20, help_text="code of a shift")
    collector = serializers.UUIDField(
        required=False, allow_null=True, help_text="or an organization"
    )
    organization = serializers.UUIDField(required=False, allow_null=True)
    cells = serializers.ListField(child=serializers.CharField(max_length=16), min_length=1)
    valid_from = serializers.DateTimeField(required=False, allow_null=True)
    valid_to = serializers.DateTimeField(required=False, allow_null=True)
    replaces = serializers.UUIDField(
        required=False, allow_null=True, help_text="the duty grid that ends where this one begins"
    )


class DutyOrder(FeaturePages):
    """By code and beginning, which are unique together in a city."""

    ordering = ("code", "valid_from", "id")


class DutyGridList(ListAPIView[DutyGrid]):
    queryset = DutyGrid.objects.select_related("shift", "generation", "collector", "organization")
    serializer_class = DutyGridSerializer
    pagination_class = DutyOrder

    @extend_schema(parameters=[CITY, AT, SHIFT, BBOX])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The duty grids in force at a moment."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[DutyGrid]:
        said = self.request.query_params
        at = instant(said, "at", default=timezone.now())
        rows = _seen(self.request).valid_at(at)
        shift, window = text(said, "shift", at_most=20), box(said)
        rows = rows.filter(shift__code=shift) if shift else rows
        found: QuerySet[DutyGrid] = rows if window is None else rows.in_window(window)
        return found

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "network": _network(self.request)}


class DutyGridView(APIView):
    @extend_schema(parameters=[CITY], responses=DutyGridSerializer)
    def get(self, request: Request, grid_id: UUID) -> Response:
        grid = _seen(request).filter(pk=grid_id).first()
        if grid is None:
            raise DutyGridUnknown(what=grid_id)
        return Response(_printed(request, grid))

    @extend_schema(parameters=[CITY], request=DutyWishSerializer, responses=DutyGridSerializer)
    def put(self, request: Request, grid_id: UUID) -> Response:
        """Draw a duty grid under an id of your own, or change one that has not begun."""
        form = DutyWishSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        grid = put_duty_grid(
            city=city_from(request),
            actor=actor_from(request),
            wish=DutyWish(**{**said, "id": grid_id, "cells": frozenset(said["cells"])}),
            at=timezone.now(),
        )
        return Response(_printed(request, grid))

    @extend_schema(parameters=[CITY], responses={204: OpenApiResponse(description="ended")})
    def delete(self, request: Request, grid_id: UUID) -> Response:
        """End a duty grid now; one that has not begun is gone."""
        end_duty_grid(
            city=city_from(request),
            actor=actor_from(request),
            grid_id=grid_id,
            at=timezone.now(),
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class CollectorSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField(source="__str__")


class CollectorsView(APIView):
    @extend_schema(parameters=[CITY], responses=CollectorSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Whom a duty grid can be bound to."""
        city, actor = city_from(request), actor_from(request)
        known = actor.is_operator or any(actor.roles_in(city.pk))
        people = collectors_of(city, timezone.now()).order_by("username") if known else ()
        return Response(CollectorSerializer(people, many=True).data)


def _seen(request: Request) -> Any:
    rows = DutyGrid.objects.select_related("shift", "generation", "collector", "organization")
    rows = rows.defer("geom_3857", "organization__area")
    return rows.visible_to(actor_from(request)).of(city_from(request))


def _network(request: Request) -> UUID | None:
    now = timezone.now()
    found = Generation.objects.of(city_from(request)).valid_at(now).order_by("-valid_from").first()
    return found.pk if found else None


def _printed(request: Request, grid: DutyGrid) -> Any:
    return DutyGridSerializer(grid, context={"network": _network(request)}).data
