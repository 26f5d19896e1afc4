"""A component case names its component: the nearest registered one of its class within 15 m."""

from __future__ import annotations

from django.contrib.gis.geos import Point

from cases.components import COMPONENT_REACH_M
from cases.models import Case
from facilities.models import Facility, FacilityKind, FacilityState
from gis_core.ids import uuid7
from gis_core.srid import WGS84
from tests.factories import Cast
from tests.ground import centre_of
from tests.reports import FIRST_CELL, put_report, report_of

METRE_DEG = 1 / 111_320  # of latitude, near enough for a few metres


def manhole(cast: Cast, running: int, north_m: float, **more: object) -> Facility:
    """A water manhole so far north of the middle of the first cell."""
    lon, lat = centre_of(cast.cells[FIRST_CELL])
    said = {
        "city": cast.city,
        "kind": FacilityKind.COMPONENT,
        "component_class": cast.classes["01001"],
        "code": f"43030201001{running:06}",
        "name": "供水井盖",
        "owner": cast.organizations["water"],
        "maintainer": cast.organizations["yuhu-unit"],
        "geom": Point(lon, lat + north_m * METRE_DEG, srid=WGS84),
        **more,
    }
    return Facility.objects.create(**said)


def test_the_nearest_of_its_class_is_named(cast: Cast) -> None:
    manhole(cast, 1, 9.0)
    near = manhole(cast, 2, 4.0)
    manhole(cast, 3, 1.0, component_class=cast.classes["03001"])  # something else
    manhole(cast, 4, 2.0, state=FacilityState.REMOVED)
    case_id = put_report(cast, **{"class": "01001"})
    assert Case.objects.get(pk=case_id).component == near
    said = cast.client("leader").get(f"/api/v1/cases/{case_id}").json()["component"]
    assert (said["code"], said["owner"]["name"]) == (near.code, "供水单位")
    assert said["maintainer"]["name"] == "雨湖路街道城管办"


def test_what_lies_out_of_reach_is_not_meant(cast: Cast) -> None:
    manhole(cast, 1, COMPONENT_REACH_M + 1)
    case_id = put_report(cast, **{"class": "01001"})
    assert Case.objects.get(pk=case_id).component is None
    assert cast.client("leader").get(f"/api/v1/cases/{case_id}").json()["component"] is None


def test_an_event_and_a_report_without_a_place_name_none(cast: Cast) -> None:
    manhole(cast, 1, 0.0)
    event = put_report(cast)
    placeless = report_of(cast, **{"class": "01001"})
    for name in ("lon", "lat", "datum", "accuracy_m"):
        del placeless[name]
    other = uuid7()
    answer = cast.client("collector").put(f"/api/v1/cases/{other}", placeless, "json")
    assert answer.status_code == 201
    assert {c.component for c in Case.objects.filter(pk__in=[event, other])} == {None}


def test_the_owner_of_the_component_is_suggested(cast: Cast) -> None:
    manhole(cast, 1, 3.0)
    case_id = put_report(cast, **{"class": "01001"})
    offered = cast.client("dispatcher_city").get(f"/api/v1/cases/{case_id}/suggestions").json()
    assert offered[0]["organization"]["name"] == "供水单位"


def test_a_component_without_an_owner_falls_back_to_the_nearest_that_has_one(cast: Cast) -> None:
    manhole(cast, 1, 3.0, owner=None)
    manhole(cast, 2, 8.0)
    case_id = put_report(cast, **{"class": "01001"})
    offered = cast.client("dispatcher_city").get(f"/api/v1/cases/{case_id}/suggestions").json()
    assert offered[0]["organization"]["name"] == "供水单位"
