"""Every suggestion says why."""

from typing import Any

from django.contrib.gis.geos import Point

from facilities.models import Facility, FacilityKind
from gis_core.srid import WGS84
from tests.factories import Cast
from tests.reports import lead, put_report, report_of
from tests.rules import rule


def suggested(cast: Cast, **said: Any) -> list[dict[str, object]]:
    case_id = put_report(cast, **said)
    answer = cast.client("dispatcher_city").get(f"/api/v1/cases/{case_id}/suggestions")
    assert answer.status_code == 200
    return [
        {"to": row["organization"]["name"], "why": row["reason_zh"], "rule": row["rule"]}
        for row in answer.json()
    ]


def test_the_first_rule_that_fits_comes_first_and_the_next_behind_it(cast: Cast) -> None:
    rule(cast, 1, "water", classes=["01"])
    rule(cast, 2, "yuhu", districts=["430302"], reason="属地管理")
    rule(cast, 3, "yuetang")
    first, second = suggested(cast)
    assert (first["to"], first["rule"]) == ("雨湖区城管执法局", 2)
    assert "位于雨湖区" in str(first["why"])
    assert (second["to"], second["rule"]) == ("岳塘区城管执法局", 3)


def test_where_no_rule_fits_the_component_s_owner_is_asked(cast: Cast) -> None:
    report = report_of(cast)
    Facility.objects.create(
        city=cast.city,
        kind=FacilityKind.COMPONENT,
        component_class=cast.classes["01001"],
        code="43030201001000001",
        owner=cast.organizations["water"],
        geom=Point(report["lon"] + 0.00005, report["lat"], srid=WGS84),
    )
    (only,) = suggested(cast, **{"class": "01001"})
    assert only["to"] == "供水单位"


def test_where_no_rule_fits_history_says_whom_such_cases_went_to(cast: Cast) -> None:
    lead(cast, put_report(cast), until="dispatch")
    (only,) = suggested(cast)
    assert only == {
        "to": "雨湖区城管执法局",
        "why": "没有适用的规则；本网格同类案件曾 1 次派给此单位。",
        "rule": None,
    }


def test_where_nothing_is_known_a_person_decides(cast: Cast) -> None:
    assert suggested(cast) == []
