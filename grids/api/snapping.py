"""Many points in one request, each with its cell."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gis_core.datum import Datum
from gis_core.errors import BadParameter, DomainError
from gis_core.http import language_of
from grids.api.params import CITY, city_from
from grids.models import Generation
from grids.snap import SnapKind
from grids.snap_many import Answer, snap_points


class PointsSerializer(serializers.Serializer[Any]):
    datum = serializers.ChoiceField(
        choices=[str(datum) for datum in Datum],
        required=False,
        help_text="what the points are in; the city's default where absent",
    )
    points = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        help_text="pairs of lon and lat, at most 10,000",
    )


class RefusedSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.CharField()


class SnappedSerializer(serializers.Serializer[Any]):
    """`how` and `cell` are null where the point itself is refused; see `error`."""

    how = serializers.ChoiceField(choices=[str(kind) for kind in SnapKind], allow_null=True)
    cell = serializers.CharField(allow_null=True, help_text="code; null outside the city")
    distance_m = serializers.FloatField(allow_null=True)
    error = RefusedSerializer(required=False)


class SnappedPointsSerializer(serializers.Serializer[Any]):
    generation = serializers.IntegerField(help_text="number of the network in force")
    results = SnappedSerializer(many=True, help_text="in the order of the points")


class SnapView(APIView):
    @extend_schema(parameters=[CITY], request=PointsSerializer, responses=SnappedPointsSerializer)
    def post(self, request: Request) -> Response:
        """The cell of each of up to 10,000 points; one that cannot be read is refused alone."""
        city = city_from(request)
        generation = Generation.objects.current(city, timezone.now())
        points, datum = _said(request.data, Datum(city.default_datum))
        answers = snap_points(generation, points, datum)
        language = language_of(request)
        # Ten thousand serializers would take longer than the snapping.
        results = [_printed(answer, language) for answer in answers]
        return Response({"generation": generation.number, "results": results})


def _said(body: Any, usual: Datum) -> tuple[list[object], Datum]:
    if not isinstance(body, dict) or not isinstance(body.get("points"), list):
        raise BadParameter(name="points", reason="[[112.9, 27.8], …]")
    try:
        return body["points"], Datum(body.get("datum") or usual)
    except ValueError:
        reason = ", ".join(str(datum) for datum in Datum)
        raise BadParameter(name="datum", reason=reason) from None


def _printed(answer: Answer, language: str) -> dict[str, Any]:
    said: dict[str, Any] = {"how": answer.how, "cell": answer.code, "distance_m": answer.distance_m}
    if answer.refused is not None:
        said["error"] = _refusal(answer.refused, language)
    return said


def _refusal(error: DomainError, language: str) -> dict[str, str]:
    return {"code": error.code, "detail": error.detail(language)}
