"""What is wrong with a draft, and how it differs from the network in force, as features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import shapely
from django.contrib.gis.geos import Polygon
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from departments.api.networks.acting import draft_for
from gis_core.pages import PAGE_SIZE_LIMIT
from gis_core.params import box, text
from grids.api.params import BBOX
from grids.drafts.comparing import Change, ComparedCell, Comparison, Side, compare
from grids.drafts.errors import DraftEnded
from grids.drafts.findings import findings_of
from grids.drafts.found import Found, Repair, Severity
from grids.models import Cell, NetworkDraft

KIND: Final = OpenApiParameter("kind", str, description="only findings of this kind")
CHANGE: Final = OpenApiParameter(
    "change", str, enum=[str(change) for change in Change], description="only cells of this change"
)


class FindingPropertiesSerializer(serializers.Serializer[Found]):
    """`zh` and `en` say what is wrong; `repair` is the edit that mends it in one call."""

    kind = serializers.CharField()
    severity = serializers.ChoiceField(choices=[str(each) for each in Severity])
    code = serializers.CharField(help_text="of the cell or area; empty where there is none")
    other = serializers.CharField(help_text="of the second one; empty where there is none")
    area_m2 = serializers.FloatField()
    zh = serializers.CharField()
    en = serializers.CharField()
    repair = serializers.ChoiceField(choices=[str(each) for each in Repair], allow_null=True)


class NetworkFindingSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    id = serializers.CharField(help_text="stable while the network is as it is")
    geometry = serializers.DictField()
    properties = FindingPropertiesSerializer()


class NetworkFindingsSerializer(serializers.Serializer[Any]):
    """A FeatureCollection; `publishable`: no error is left."""

    type = serializers.CharField()
    publishable = serializers.BooleanField()
    errors = serializers.IntegerField()  # type: ignore[assignment]  # a field, not the property
    warnings = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="by kind")
    left_off = serializers.IntegerField(help_text="features beyond the largest page")
    features = NetworkFindingSerializer(many=True)


class ComparedPropertiesSerializer(serializers.Serializer[Any]):
    side = serializers.ChoiceField(choices=[str(each) for each in Side])
    change = serializers.ChoiceField(choices=[str(each) for each in Change])
    code = serializers.CharField()
    others = serializers.ListField(
        child=serializers.CharField(), help_text="codes on the other side"
    )
    renumbered = serializers.BooleanField()
    affected = serializers.DictField(child=serializers.IntegerField())


class ComparedSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    id = serializers.UUIDField()
    geometry = serializers.DictField()
    properties = ComparedPropertiesSerializer()


class ComparisonSerializer(serializers.Serializer[Any]):
    """Cells that are not kept, and kept ones with another code; `affected` by name and change."""

    type = serializers.CharField()
    summary = serializers.DictField(child=serializers.IntegerField())
    affected = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField()),
        help_text="what hangs on base cells of each change: cases, duty …",
    )
    left_off = serializers.IntegerField()
    features = ComparedSerializer(many=True)


class FindingsView(APIView):
    @extend_schema(parameters=[KIND, BBOX], responses=NetworkFindingsSerializer)
    def get(self, request: Request, draft: UUID) -> Response:
        """Every finding about the draft, errors first; at most a page of them as features."""
        generation = _open(draft_for(request, draft)).generation
        assert generation is not None  # noqa: S101 - an open draft has one
        every = findings_of(generation)
        kind = text(request.query_params, "kind", at_most=24)
        window = _window(box(request.query_params))
        shown = [
            each
            for each in every
            if kind in ("", each.kind) and (window is None or window.intersects(each.shape))
        ]
        severities = Counter(each.severity for each in every)
        return Response(
            {
                "type": "FeatureCollection",
                "publishable": not severities[Severity.ERROR],
                "errors": severities[Severity.ERROR],
                "warnings": severities[Severity.WARNING],
                "counts": Counter(each.kind for each in every),
                "left_off": max(len(shown) - PAGE_SIZE_LIMIT, 0),
                "features": [_finding(each) for each in shown[:PAGE_SIZE_LIMIT]],
            }
        )


def _open(draft: NetworkDraft) -> NetworkDraft:
    if draft.generation is None:
        raise DraftEnded
    return draft


def _window(polygon: Polygon | None) -> shapely.Geometry | None:
    return None if polygon is None else shapely.box(*polygon.extent)


def _finding(found: Found) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": found.id,
        "geometry": shapely.geometry.mapping(found.shape),
        "properties": FindingPropertiesSerializer(found).data,
    }


class ComparisonView(APIView):
    @extend_schema(parameters=[CHANGE, BBOX], responses=ComparisonSerializer)
    def get(self, request: Request, draft: UUID) -> Response:
        """The draft beside the network that it was copied from."""
        found = _open(draft_for(request, draft))
        assert found.generation is not None  # noqa: S101
        told = compare(found.base, found.generation)
        change = text(request.query_params, "change", at_most=8)
        wanted = [
            cell
            for cell in told.cells
            if (cell.change is not Change.KEPT or cell.renumbered) and change in ("", cell.change)
        ]
        features, left_off = _features(told, wanted, box(request.query_params))
        return Response(
            {
                "type": "FeatureCollection",
                "summary": told.summary,
                "affected": {name: told.affected_by_change(name) for name in told.affected},
                "left_off": left_off,
                "features": features,
            }
        )


def _features(
    told: Comparison, cells: Iterable[ComparedCell], window: Polygon | None
) -> tuple[list[dict[str, Any]], int]:
    """Return a page of cells in the window as features, and how many more there are."""
    by_key = {cell.id: cell for cell in cells}
    rows = Cell.objects.filter(pk__in=by_key).order_by("code", "id")
    if window is not None:
        rows = rows.filter(geom__intersects=window)
    shown = rows.values_list("id", "geom")[:PAGE_SIZE_LIMIT]
    features = [
        {
            "type": "Feature",
            "id": str(key),
            "geometry": shapely.geometry.mapping(shapely.from_wkb(bytes(geom.wkb))),
            "properties": _properties(told, by_key[key]),
        }
        for key, geom in shown
    ]
    return features, max(rows.count() - PAGE_SIZE_LIMIT, 0)


def _properties(told: Comparison, cell: ComparedCell) -> dict[str, Any]:
    return {
        "side": cell.side,
        "change": cell.change,
        "code": cell.code,
        "others": list(cell.other_codes),
        "renumbered": cell.renumbered,
        "affected": told.hanging_on(cell),
    }
