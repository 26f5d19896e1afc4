"""Cases of a period, counted in the cells of any generation or draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.lists import NARROWING, asked_for
from cases.rereading import Reread, reread
from departments.api.networks.acting import draft_for
from gis_core.errors import NotFound
from grids.api.params import city_from
from grids.drafts.errors import DraftEnded
from grids.models import City, Generation


class CellCasesSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    cases = serializers.IntegerField()


class RereadSerializer(serializers.Serializer[Any]):
    """`total` = `unplaced` + `outside` + the sum of all cells."""

    total = serializers.IntegerField()
    unplaced = serializers.IntegerField(help_text="cases without a place")
    outside = serializers.IntegerField(help_text="too far from every cell of this generation")
    other_code = serializers.IntegerField(help_text="filed in a cell of another code")
    cells = CellCasesSerializer(many=True, help_text="cells with cases, by code")


class GenerationCasesView(APIView):
    @extend_schema(parameters=NARROWING, responses=RereadSerializer)
    def get(self, request: Request, number: int) -> Response:
        """How a period's cases that you may see lie in the cells of a generation."""
        city = city_from(request)
        generation = Generation.objects.of(city).filter(number=number).first()
        if generation is None or generation.valid_from is None:
            raise NotFound(what=number)
        return _said(request, city, generation)


class DraftCasesView(APIView):
    @extend_schema(parameters=NARROWING[1:], responses=RereadSerializer)
    def get(self, request: Request, draft: UUID) -> Response:
        """How a period's cases would lie in the cells of a draft."""
        found = draft_for(request, draft)
        if found.generation is None:
            raise DraftEnded
        return _said(request, found.city, found.generation)


def _said(request: Request, city: City, generation: Generation) -> Response:
    return Response(RereadSerializer(_listed(reread(asked_for(request, city), generation))).data)


def _listed(told: Reread) -> dict[str, Any]:
    cells = [{"code": code, "cases": cases} for code, cases in told.cells.items()]
    named = ("total", "unplaced", "outside", "other_code")
    return {**{name: getattr(told, name) for name in named}, "cells": cells}
