"""Duty grids as people draw, read and end them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from departments.models import DutyGrid, Shift
from gis_core.ids import uuid7
from tests.departments.duties import hold, three_shifts
from tests.factories import Cast, member

GRIDS = "/api/v1/duty-grids"
CITY: dict[str, Any] = {"city": "xiangtan"}
WEST = ["430302001001001", "430302001001002"]


def wish(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "code": "A-1",
        "shift": "day",
        "collector": str(cast.users["collector"].pk),
        "cells": WEST,
        **more,
    }


def put(cast: Cast, said: dict[str, Any], grid: Any = None, who: str = "analyst") -> Any:
    address = f"{GRIDS}/{grid or uuid7()}?city=xiangtan"
    return cast.client(who).put(address, said, "json")


@pytest.fixture
def shifts(cast: Cast) -> dict[str, Shift]:
    return three_shifts(cast)


def test_an_analyst_draws_a_duty_grid_and_everybody_with_a_post_sees_it(
    cast: Cast, shifts: dict[str, Shift]
) -> None:
    grid = uuid7()
    drawn = put(cast, wish(cast), grid)
    assert drawn.status_code == 200, drawn.json()
    assert put(cast, wish(cast), grid).json() == drawn.json()
    listed = cast.client("handler").get(GRIDS, CITY).json()
    (feature,) = listed["features"]
    said = feature["properties"]
    assert feature["id"] == str(grid)
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert (said["code"], said["shift"], said["cell_codes"]) == ("A-1", "day", WEST)
    assert said["collector"] == {"id": str(cast.users["collector"].pk), "name": "信息采集员"}
    assert (said["organization"], said["stale"], said["generation"]) == (None, False, 1)


def test_its_ground_is_the_union_of_its_cells(cast: Cast, shifts: dict[str, Shift]) -> None:
    grid = hold(cast, WEST)
    assert grid.geom.equals(cast.streets["430302001"].geom)


def test_whoever_holds_no_post_in_the_city_sees_nothing_of_its_duty(
    cast: Cast, shifts: dict[str, Shift]
) -> None:
    hold(cast, WEST)
    stranger = member(cast, "stranger", "leader", "bureau")
    stranger.memberships.all().delete()
    client = cast.client(stranger)
    assert client.get(GRIDS, CITY).json()["features"] == []
    there = client.get("/api/v1/duty/at", {**CITY, "lon": 112.9005, "lat": 27.8315})
    assert (there.status_code, there.json()["code"]) == (404, "duty_not_shown")


def test_only_analysts_and_shift_leaders_edit_duty(cast: Cast, shifts: dict[str, Shift]) -> None:
    assert put(cast, wish(cast), who="shift_leader").status_code == 200
    for who in ("collector", "handler", "leader", "administrator"):
        answer = put(cast, wish(cast, code=who), who=who)
        assert (answer.status_code, answer.json()["code"]) == (403, "duty_not_yours")
    assert cast.client("analyst").get("/api/v1/shifts", CITY).json()["may_edit"] is True
    assert cast.client("handler").get("/api/v1/shifts", CITY).json()["may_edit"] is False


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"shift": "noon"}, "duty_shift_unknown"),
        ({"collector": None}, "duty_holder_unknown"),
        ({"cells": [*WEST, "430302001001999"]}, "duty_cells_unknown"),
        ({"valid_from": "2020-01-01T00:00:00Z"}, "duty_dates_wrong"),
        ({"valid_to": "2020-01-01T00:00:00Z"}, "duty_dates_wrong"),
        ({"replaces": str(uuid7())}, "duty_grid_unknown"),
    ],
)
def test_a_duty_grid_that_cannot_be_is_refused(
    cast: Cast, shifts: dict[str, Shift], more: dict[str, Any], code: str
) -> None:
    answer = put(cast, wish(cast, **more))
    assert answer.json()["code"] == code
    assert not DutyGrid.objects.exists()


def test_a_duty_grid_has_one_holder_who_goes_out_to_look(
    cast: Cast, shifts: dict[str, Shift]
) -> None:
    both = wish(cast, organization=str(cast.organizations["yuhu-unit"].pk))
    handler = wish(cast, collector=str(cast.users["handler"].pk))
    for said in (both, handler):
        assert put(cast, said).json()["code"] == "duty_holder_unknown"


def test_what_has_begun_is_replaced_and_the_past_stands(
    cast: Cast, shifts: dict[str, Shift]
) -> None:
    old, new = uuid7(), uuid7()
    put(cast, wish(cast), old)
    changed = wish(cast, cells=WEST[:1])
    refused = put(cast, changed, old)
    assert (refused.status_code, refused.json()["code"]) == (409, "duty_begun")
    assert put(cast, wish(cast, name="雨湖路一片"), old).status_code == 200
    assert put(cast, changed).json()["code"] == "duty_code_taken"
    assert put(cast, {**changed, "replaces": str(old)}, new).status_code == 200
    assert put(cast, {**changed, "replaces": str(old)}, new).status_code == 200
    (feature,) = cast.client("leader").get(GRIDS, CITY).json()["features"]
    assert feature["id"] == str(new)
    before = DutyGrid.objects.get(pk=old)
    assert before.cell_codes == WEST
    assert before.valid_to == DutyGrid.objects.get(pk=new).valid_from


def test_a_plan_for_next_week_can_still_change(cast: Cast, shifts: dict[str, Shift]) -> None:
    grid = uuid7()
    next_week = (timezone.now() + timedelta(days=7)).isoformat()
    put(cast, wish(cast, valid_from=next_week), grid)
    assert put(cast, wish(cast, valid_from=next_week, cells=WEST[:1]), grid).status_code == 200
    assert cast.client("leader").get(GRIDS, CITY).json()["features"] == []
    then = cast.client("leader").get(GRIDS, {**CITY, "at": next_week}).json()["features"]
    assert [f["properties"]["cell_codes"] for f in then] == [WEST[:1]]
    assert cast.client("analyst").delete(f"{GRIDS}/{grid}?city=xiangtan").status_code == 204
    assert not DutyGrid.objects.exists()


def test_an_ended_duty_grid_can_still_be_read_at_its_time(
    cast: Cast, shifts: dict[str, Shift]
) -> None:
    grid = hold(cast, WEST)
    assert cast.client("analyst").delete(f"{GRIDS}/{grid.pk}?city=xiangtan").status_code == 204
    assert cast.client("leader").get(GRIDS, CITY).json()["features"] == []
    at = datetime(2024, 1, 1, tzinfo=UTC).isoformat()
    assert len(cast.client("leader").get(GRIDS, {**CITY, "at": at}).json()["features"]) == 1
    one = cast.client("leader").get(f"{GRIDS}/{grid.pk}", CITY).json()
    assert one["properties"]["valid_to"] is not None


def test_a_shift_is_named_and_keeps_its_times_once_duty_has_begun(cast: Cast) -> None:
    night = "/api/v1/shifts/night?city=xiangtan"
    said = {"name": "夜班", "name_en": "Night", "begins": "22:00", "ends": "06:00"}
    analyst = cast.client("analyst")
    made = analyst.put(night, said, "json").json()
    assert made == {**said, "code": "night", "days": "every"}
    assert analyst.put(night, {**said, "ends": "07:00"}, "json").status_code == 200
    hold(cast, WEST, shift="night")
    refused = analyst.put(night, said, "json")
    assert (refused.status_code, refused.json()["code"]) == (409, "duty_shift_in_use")
    renamed = analyst.put(night, {**said, "ends": "07:00", "name": "大夜班"}, "json")
    assert renamed.json()["name"] == "大夜班"
    assert cast.client("handler").put(night, said, "json").status_code == 403
    (listed,) = cast.client("handler").get("/api/v1/shifts", CITY).json()["shifts"]
    assert listed["ends"] == "07:00"


def test_who_is_on_duty_here_now(cast: Cast, shifts: dict[str, Shift]) -> None:
    hold(cast, WEST)
    hold(cast, WEST, shift="night", by="yuhu-unit")
    here = {**CITY, "lon": 112.9005, "lat": 27.8315}
    ask = cast.client("acceptor")
    by_day = ask.get("/api/v1/duty/at", {**here, "at": "2026-05-06T10:00:00+08:00"}).json()
    assert (by_day["how"], by_day["cell"], by_day["distance_m"]) == ("inside", WEST[0], 0)
    assert [d["collector"]["name"] for d in by_day["on_duty"]] == ["信息采集员"]
    by_night = ask.get("/api/v1/duty/at", {**here, "at": "2026-05-06T02:00:00+08:00"}).json()
    assert [d["organization"]["name"] for d in by_night["on_duty"]] == ["雨湖路街道城管办"]
    assert [d["shift_name"] for d in by_night["on_duty"]] == ["夜班"]
    evening = ask.get("/api/v1/duty/at", {**here, "at": "2026-05-06T18:00:00+08:00"}).json()
    assert evening["on_duty"] == []
    bad = ask.get("/api/v1/duty/at", {**here, "at": "yesterday"})
    assert (bad.status_code, bad.json()["code"]) == (400, "bad_parameter")


def test_whom_duty_can_be_bound_to(cast: Cast) -> None:
    named = cast.client("analyst").get("/api/v1/duty/collectors", CITY).json()
    assert {one["id"] for one in named} == {
        str(cast.users[who].pk) for who in ("collector", "checker")
    }
