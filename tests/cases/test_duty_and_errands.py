"""Verify and check go to whoever is on duty at the case's place; a proposal reads its history."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

import pytest

from cases.models import Case, Task
from departments.models import DutyGrid, Shift
from tests.departments.duties import hold, three_shifts
from tests.factories import Cast
from tests.house.situations import case_in
from tests.reports import FIRST_CELL, put_report, use

PROPOSAL = "/api/v1/duty/proposal"


@pytest.fixture
def around_the_clock(cast: Cast) -> Shift:
    return Shift.objects.create(
        city=cast.city, code="all", name="全天", begins=time(0), ends=time(0)
    )


def errand_of(case_id: UUID) -> Any:
    task = Task.objects.open().get(case=case_id)
    assert Case.objects.get(pk=case_id).errand_for_id == task.assignee_id
    return task.assignee_id


def test_a_verification_goes_to_the_collector_on_duty_there(
    cast: Cast, around_the_clock: Shift
) -> None:
    hold(cast, [FIRST_CELL], shift="all", by="checker")
    assert errand_of(case_in(cast, "verifying")) == cast.users["checker"].pk


def test_a_check_goes_to_them_too_unless_they_found_it(cast: Cast, around_the_clock: Shift) -> None:
    hold(cast, [FIRST_CELL], shift="all", by="checker", code="A")
    assert errand_of(case_in(cast, "checking")) is None
    hold(cast, [FIRST_CELL], shift="all", by="collector", code="B")
    assert errand_of(case_in(cast, "checking")) == cast.users["collector"].pk


def test_where_nobody_is_on_duty_any_collector_of_the_area_takes_it(
    cast: Cast, around_the_clock: Shift
) -> None:
    hold(cast, ["430304001001001"], shift="all", by="checker")
    assert errand_of(case_in(cast, "checking")) is None
    hold(cast, [FIRST_CELL], shift="all", by="yuhu-unit")
    assert errand_of(case_in(cast, "checking")) is None


def test_an_account_that_is_switched_off_gets_no_errand(
    cast: Cast, around_the_clock: Shift
) -> None:
    hold(cast, [FIRST_CELL], shift="all", by="checker")
    cast.users["checker"].is_active = False
    cast.users["checker"].save()
    assert errand_of(case_in(cast, "verifying")) is None


def test_an_acceptor_can_still_name_somebody_else(cast: Cast, around_the_clock: Shift) -> None:
    hold(cast, [FIRST_CELL], shift="all", by="checker")
    case = case_in(cast, "public_accepted")
    named = {"collector": str(cast.users["collector"].pk)}
    assert use(cast, case, "acceptor", "send_verify", named).status_code == 200
    assert errand_of(case) == cast.users["collector"].pk


def ask(cast: Cast, who: str = "analyst", **said: Any) -> Any:
    return cast.client(who).get(PROPOSAL, {"city": "xiangtan", **said})


def test_a_proposal_deals_the_cells_out_by_the_cases_they_had(cast: Cast) -> None:
    for _ in range(9):
        put_report(cast)
    said = ask(cast, collectors=2).json()
    heavy, light = (feature["properties"] for feature in said["features"])
    assert heavy["cells"] == [FIRST_CELL]
    assert (heavy["cases"], heavy["load"], heavy["connected"]) == (9, 10.0, True)
    assert (len(light["cells"]), light["cases"]) == (7, 0)
    assert light["streets"] == ["雨湖路街道", "平政路街道", "下摄司街道"]
    assert said["reason_zh"].startswith("8 个单元网格、期间案件 9 件，分给 2 人")
    assert said["features"][0]["geometry"]["type"] == "Polygon"
    assert not DutyGrid.objects.exists()


def test_a_proposal_is_made_for_a_district_and_the_hours_of_a_shift(cast: Cast) -> None:
    three_shifts(cast)
    put_report(cast, reported_at="2026-05-06T02:00:00+08:00")
    period = {"from": "2026-05-01T00:00:00Z", "to": "2026-06-01T00:00:00Z"}
    for shift, cases in (("night", 1), ("day", 0)):
        said = ask(cast, collectors=2, district="430302", shift=shift, **period).json()
        beats = [feature["properties"] for feature in said["features"]]
        assert sum(beat["cases"] for beat in beats) == cases
        assert {code[:6] for beat in beats for code in beat["cells"]} == {"430302"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"collectors": 9}, "duty_nothing_to_deal"),
        ({"collectors": 0}, "bad_parameter"),
        ({"collectors": 2, "district": "430399"}, "duty_nothing_to_deal"),
        ({"collectors": 2, "shift": "noon"}, "duty_shift_unknown"),
    ],
)
def test_a_proposal_that_cannot_be_made_says_why(
    cast: Cast, said: dict[str, Any], code: str
) -> None:
    assert ask(cast, **said).json()["code"] == code
