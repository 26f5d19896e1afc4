"""The report door is the busiest of all: what it asks of the database is counted."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import DeviceToken
from cases.models import Case, CaseEvent, CasePhoto
from facilities.models import Facility, FacilityKind
from gis_core.ids import uuid7
from gis_core.srid import WGS84
from live.models import OutboxEvent
from standards.models import Dictionary
from tests.factories import Cast
from tests.ground import centre_of
from tests.reports import FIRST_CELL, picture, report_of

ASKED = 4
"""Who sends it; what is in force in the city; which cell; case, event and news are written."""


def phone_of(cast: Cast, who: str) -> APIClient:
    """A phone that has been in use: what its account may do is known."""
    _, token = DeviceToken.objects.create(cast.users[who], device="测试")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert send(client, report_of(cast)).status_code == 201
    return client


def send(client: APIClient, report: dict[str, Any]) -> Any:
    return client.put(f"/api/v1/cases/{uuid7()}", report, "json")


def asked_by(client: APIClient, report: dict[str, Any]) -> list[str]:
    """The statements of one report; a test's own savepoints stand in for the transaction."""
    with CaptureQueriesContext(connection) as queries:
        answer = send(client, report)
    assert answer.status_code == 201, answer.content
    return [q["sql"] for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]


def test_a_report_asks_four_questions_of_the_database(cast: Cast) -> None:
    asked = asked_by(phone_of(cast, "collector"), report_of(cast))
    assert len(asked) == ASKED, asked
    assert {model.objects.count() for model in (Case, CaseEvent, OutboxEvent)} == {2}


def test_a_component_costs_two_more_and_a_photo_two(cast: Cast) -> None:
    client = phone_of(cast, "collector")
    Facility.objects.create(
        city=cast.city,
        kind=FacilityKind.COMPONENT,
        component_class=cast.classes["01001"],
        code="43030201001000001",
        geom=Point(*centre_of(cast.cells[FIRST_CELL]), srid=WGS84),
    )
    assert len(asked_by(client, report_of(cast, **{"class": "01001"}))) == ASKED + 2
    photos = [{"sha256": picture()[1], "role": "near"}]
    assert len(asked_by(client, report_of(cast, photos=photos))) == ASKED + 2
    assert CasePhoto.objects.count() == 1


def test_a_report_that_was_taken_is_known_also_when_its_class_has_gone(cast: Cast) -> None:
    client, case_id, report = phone_of(cast, "collector"), uuid7(), report_of(cast)
    first = client.put(f"/api/v1/cases/{case_id}", report, "json")
    Dictionary.objects.update(valid_to=report["reported_at"])
    again = client.put(f"/api/v1/cases/{case_id}", report, "json")
    assert (again.status_code, again.json()) == (200, first.json())
    assert send(client, report).json()["code"] == "class_unknown"
