"""Where responsibilities meet: both are named, and what was ruled last is remembered."""

from __future__ import annotations

from typing import Any

import pytest

from departments.models import RoutingArea
from tests.factories import Cast
from tests.journeys.story import Story
from tests.reports import put_report
from tests.rules import rule, rule_set

DEGREE_M = 111_320 * 0.8844  # of longitude, at 27.83° north
BORDER = 112.902  # between the two districts


@pytest.fixture
def two_districts(cast: Cast) -> Cast:
    rule_set(cast)
    rule(cast, 10, "yuhu", districts=["430302"])
    rule(cast, 20, "yuetang", districts=["430304"])
    return cast


def told(cast: Cast, case_id: Any) -> dict[str, Any]:
    answer = cast.client("dispatcher_city").get(f"/api/v1/cases/{case_id}/routing")
    assert answer.status_code == 200, answer.content
    said: dict[str, Any] = answer.json()
    return said


def west_of_border(metres: float) -> dict[str, Any]:
    return {"lon": round(BORDER - metres / DEGREE_M, 7), "lat": 27.8312}


@pytest.mark.parametrize(
    ("metres", "sides"),
    [
        (30.0, None),
        (15.5, None),
        (14.5, ["雨湖区城管执法局", "岳塘区城管执法局"]),
        (2.0, ["雨湖区城管执法局", "岳塘区城管执法局"]),
        (-2.0, ["岳塘区城管执法局", "雨湖区城管执法局"]),
        (0.0, ["雨湖区城管执法局", "岳塘区城管执法局"]),
    ],
)
def test_within_fifteen_metres_of_a_border_both_sides_are_named(
    two_districts: Cast, metres: float, sides: list[str] | None
) -> None:
    border = told(two_districts, put_report(two_districts, **west_of_border(metres)))["border"]
    assert (border and [side["organization"]["name"] for side in border["sides"]]) == sides
    if border:
        assert border["distance_m"] == pytest.approx(abs(metres), abs=0.2)


def test_an_edge_at_which_nobody_changes_is_no_border(two_districts: Cast) -> None:
    between_cells: dict[str, Any] = {"lon": 112.901, "lat": 27.8315}
    assert told(two_districts, put_report(two_districts, **between_cells))["border"] is None


def test_the_edge_of_a_drawn_area_is_a_border_too(cast: Cast) -> None:
    shape = cast.streets["430302001"].geom
    RoutingArea.objects.create(city=cast.city, code="market", name="夜市", geom=shape)
    rule_set(cast)
    rule(cast, 10, "yuetang", areas=["market"])
    rule(cast, 20, "yuhu", districts=["430302"])
    south_of_it: dict[str, Any] = {"lon": 112.9005, "lat": round(27.831 - 8 / 111_320, 7)}
    border = told(cast, put_report(cast, **south_of_it))["border"]
    assert [side["why_zh"] for side in border["sides"]] == [
        "第 20 条规则：位于雨湖区",
        "第 10 条规则：位于夜市",
    ]


def test_where_organisations_own_areas_meet_both_are_named_without_any_rule(cast: Cast) -> None:
    for code, district in (("yuhu", "430302"), ("yuetang", "430304")):
        organization = cast.organizations[code]
        organization.area = cast.districts[district].geom
        organization.save()
    border = told(cast, put_report(cast, **west_of_border(5)))["border"]
    assert {side["why_en"] for side in border["sides"]} == {"its own area ends here"}
    assert told(cast, put_report(cast, **west_of_border(40)))["border"] is None


def test_the_last_ruling_for_a_stretch_is_remembered_and_suggested(two_districts: Cast) -> None:
    cast = two_districts
    first = Story(cast, until="file", **west_of_border(5))
    partners = [str(cast.organizations[code].pk) for code in ("yuhu", "yuetang")]
    both: dict[str, Any] = {"organization": "yuhu", "note": "交界", "partners": partners}
    first.press("dispatcher_city", "call_ruling", **both)
    first.press("dispatcher_city", "rule", organization="yuetang", note="路缘石以东")
    called, ruled = (event.data or {} for event in list(first.case.events.all())[-2:])
    assert called["sides"] == partners
    assert ruled["owner"] == partners[1]
    said = told(cast, put_report(cast, **west_of_border(6)))
    assert said["decided_by"] == "ruling"
    assert said["suggestions"][0]["organization"]["name"] == "岳塘区城管执法局"
    ruling = said["border"]["last_ruling"]
    assert (ruling["case"], ruling["note"]) == (str(first.id), "路缘石以东")
    far_away: dict[str, Any] = {"lon": west_of_border(5)["lon"], "lat": 27.8301}
    assert told(cast, put_report(cast, **far_away))["decided_by"] == "rule"


def test_a_case_returned_twice_goes_up_with_the_reasons_on_top(two_districts: Cast) -> None:
    story = Story(two_districts, until="file")
    for why, fault in (("不属我单位", "wrong_dispatch"), ("权属不清", "unclear_ownership")):
        story.press("dispatcher_city", "dispatch", organization="yuhu")
        story.press("dispatcher_sub", "ask_return", note=why)
        story.press("dispatcher_city", "grant_return", fault=fault)
    said = told(two_districts, story.id)
    assert said["level"] == 1
    assert [(r["note"], r["fault"]) for r in said["returns"]] == [
        ("权属不清", "unclear_ownership"),
        ("不属我单位", "wrong_dispatch"),
    ]
    # A case that came back goes elsewhere without another word: its return says why.
    story.press("dispatcher_city", "dispatch", organization="yuetang")


def test_cells_that_nobody_answers_for_are_shown(cast: Cast) -> None:
    def uncovered(more: str = "") -> list[str]:
        address = f"/api/v1/routing/uncovered?city=xiangtan{more}"
        answer = cast.client("analyst").get(address).json()
        return sorted({f["properties"]["street_code"] for f in answer["features"]})

    assert uncovered() == ["430302001", "430302002", "430304001"]
    rule_set(cast)
    rule(cast, 10, "water", classes=["01"])
    rule(cast, 20, "yuhu", streets=["430302001"])
    rule(cast, 30, "yuhu", streets=["430302002"], hours="working")
    assert uncovered() == ["430302002", "430304001"]
    assert uncovered("&class=01001") == []
    yuetang = cast.organizations["yuetang"]
    yuetang.area = cast.districts["430304"].geom
    yuetang.save()
    assert uncovered() == ["430302002"]


def test_cases_alike_nearby_and_whom_they_went_to(cast: Cast) -> None:
    for code in ("yuhu", "yuhu", "yuetang"):
        story = Story(cast, until="file")
        story.press("dispatcher_city", "dispatch", organization=code, note="分片")
    other = Story(cast, until="file", **{"class": "03002"})
    other.press("dispatcher_city", "dispatch", organization="water")
    far_away: dict[str, Any] = {"lon": 112.9035, "lat": 27.8305}  # 300 m
    Story(cast, **far_away)
    here = put_report(cast)
    said = cast.client("dispatcher_city").get(f"/api/v1/cases/{here}/alike").json()
    assert said["total"] == 3
    assert [(w["organization"]["name"], w["times"]) for w in said["went_to"]] == [
        ("雨湖区城管执法局", 2),
        ("岳塘区城管执法局", 1),
    ]
    assert said["cases"][0]["distance_m"] == 0.0
