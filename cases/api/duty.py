"""A proposal of duty grids from the city's own cases."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.duty_loads import USUAL_PERIOD, cases_by_cell
from departments.api.acting import actor_from
from departments.duty_editing import require_editor, shift_of
from departments.duty_proposal import Beat, propose
from gis_core.params import instant, text, whole
from grids.api.params import CITY, city_from
from grids.models import Generation

COLLECTORS_AT_MOST = 500

ASKED = (
    CITY,
    OpenApiParameter("district", str, description="code of a district"),
    OpenApiParameter("street", str, description="code of a street"),
    OpenApiParameter("collectors", int, required=True, description="among how many people"),
    OpenApiParameter("shift", str, description="only cases in the hours of this shift"),
    OpenApiParameter("from", str, description="instant; a year before `to` where absent"),
    OpenApiParameter("to", str, description="instant; the city's time of figures where absent"),
)


class BeatPropertiesSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    cells = serializers.ListField(child=serializers.CharField())
    streets = serializers.ListField(child=serializers.CharField())
    cases = serializers.IntegerField()
    load = serializers.FloatField(help_text="cases of the period, and one for each cell's walk")
    share = serializers.FloatField(help_text="the load beside the mean: 1.0 = the mean")
    connected = serializers.BooleanField()


class BeatSerializer(serializers.Serializer[Any]):
    type = serializers.CharField(read_only=True)
    geometry = serializers.DictField()
    properties = BeatPropertiesSerializer(source="*")

    def to_representation(self, instance: Beat) -> dict[str, Any]:
        properties = BeatPropertiesSerializer(instance).data
        return {"type": "Feature", "geometry": instance.geometry, "properties": properties}


class ProposalSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    reason_zh = serializers.CharField()
    reason_en = serializers.CharField()
    period_from = serializers.DateTimeField()
    period_to = serializers.DateTimeField()
    features = BeatSerializer(many=True, source="beats")


class ProposalView(APIView):
    @extend_schema(parameters=[*ASKED], responses=ProposalSerializer)
    def get(self, request: Request) -> Response:
        """Cells dealt out to so many people, by the cases that each had; nothing is kept."""
        city, said, now = city_from(request), request.query_params, timezone.now()
        require_editor(actor_from(request), city)
        start, end = _period(request, city.figures_time(now))
        generation = Generation.objects.current(city, now)
        shift = text(said, "shift", at_most=20)
        proposal = propose(
            generation,
            district=text(said, "district", at_most=16),
            street=text(said, "street", at_most=16),
            collectors=whole(said, "collectors", default=0, low=1, high=COLLECTORS_AT_MOST),
            cases=cases_by_cell(
                city,
                generation,
                start=start,
                end=end,
                shift=shift_of(city, shift) if shift else None,
            ),
        )
        printed = {
            "type": "FeatureCollection",
            "beats": proposal.beats,
            "reason_zh": proposal.reason_zh,
            "reason_en": proposal.reason_en,
            "period_from": start,
            "period_to": end,
        }
        return Response(ProposalSerializer(printed).data)


def _period(request: Request, usual_end: datetime) -> tuple[datetime, datetime]:
    end = instant(request.query_params, "to", default=usual_end)
    return instant(request.query_params, "from", default=end - USUAL_PERIOD), end
