"""The bare view: no rights, no checks, nothing looked up. It parses JSON and inserts three rows.

The client says itself which class and which cell it means, by their keys.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.urls import path
from django.utils import timezone
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.models import Case, CaseEvent
from gis_core.srid import WGS84
from live.models import OutboxEvent


class BareView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    def put(self, request: Request, case_id: UUID) -> Response:
        said: Any = request.data
        with transaction.atomic():
            case = Case.objects.create(**_columns(case_id, said))
            CaseEvent.objects.create(
                case_id=case_id,
                sequence=1,
                verb="collect",
                to_state=case.state,
                at=case.received_at,
                recorded_at=case.received_at,
                post="collector",
            )
            OutboxEvent.objects.create(
                city_id=said["city_id"],
                topic="case",
                subject_id=case_id,
                data={"verb": "collect", "state": case.state},
            )
        return Response({"id": case_id, "state": case.state, "cell": said["cell"]}, status=201)


def _columns(case_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": case_id,
        "city_id": said["city_id"],
        "state": "reported",
        "case_class_id": said["class_id"],
        "cell_id": said["cell_id"],
        "source": said["source"],
        "datum": said["datum"],
        "raw_lon": said["lon"],
        "raw_lat": said["lat"],
        "accuracy_m": said["accuracy_m"],
        "geom": Point(said["lon"], said["lat"], srid=WGS84),
        "snap_kind": "inside",
        "snap_distance_m": 0.0,
        "place_text": said["place_text"],
        "problem_text": said["problem_text"],
        "road": said["road"],
        "reported_at": said["reported_at"],
        "received_at": timezone.now(),
        "event_count": 1,
    }


urlpatterns = [path("api/v1/cases/<uuid:case_id>", BareView.as_view())]
