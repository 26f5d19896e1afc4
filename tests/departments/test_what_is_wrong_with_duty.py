"""Cells that nobody looks after, or two at once: found for every hour of every kind of day."""

from __future__ import annotations

from collections import defaultdict
from datetime import time
from typing import Any

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from departments.duty_findings import FindingKind, findings
from departments.models import DutyGrid, Shift
from departments.shifts import Days, Hours, Moment
from tests.departments.duties import hold, three_shifts
from tests.factories import NOW, Cast

CITY = {"city": "xiangtan"}
ALL_DAY = ("day", "evening", "night")


def found(cast: Cast) -> list[dict[str, Any]]:
    answer = cast.client("leader").get("/api/v1/duty/findings", CITY)
    assert answer.status_code == 200
    features: list[dict[str, Any]] = answer.json()["features"]
    return features


def test_without_duty_grids_every_cell_is_uncovered_street_by_street(cast: Cast) -> None:
    features = found(cast)
    assert {f["properties"]["kind"] for f in features} == {"uncovered"}
    assert sum(len(f["properties"]["cells"]) for f in features) == len(cast.cells)
    said = [f["properties"] for f in features]
    assert [(s["street_code"], s["times"]) for s in said] == [(c, []) for c in sorted(cast.streets)]
    assert said[0]["reason_zh"] == "2 个单元网格无人值守"
    assert features[0]["geometry"]["type"] == "Polygon"


def test_duty_round_the_clock_leaves_nothing_to_find(cast: Cast) -> None:
    three_shifts(cast)
    for shift in ALL_DAY:
        hold(cast, list(cast.cells), shift=shift)
    assert found(cast) == []


def test_a_night_without_anybody_is_a_finding(cast: Cast) -> None:
    three_shifts(cast)
    for shift in ("day", "evening"):
        hold(cast, list(cast.cells), shift=shift)
    (first, *_) = found(cast)
    assert first["properties"]["times"] == [{"days": "every", "begins": "00:00", "ends": "08:00"}]
    assert first["properties"]["reason_zh"] == "2 个单元网格每天 00:00–08:00 无人值守"
    assert first["properties"]["reason_en"] == "Nobody looks after 2 cells every day 00:00–08:00"


def test_a_holiday_without_anybody_is_a_finding(cast: Cast) -> None:
    Shift.objects.create(
        city=cast.city, code="w", name="工作日", begins="00:00", ends="00:00", days=Days.WORKING
    )
    hold(cast, list(cast.cells), shift="w")
    (first, *_) = found(cast)
    assert first["properties"]["times"] == [{"days": "rest", "begins": "00:00", "ends": "00:00"}]
    assert "休息日 00:00–24:00" in first["properties"]["reason_zh"]


def test_two_on_duty_in_one_cell_at_once_is_a_finding(cast: Cast) -> None:
    three_shifts(cast)
    for shift in ALL_DAY:
        hold(cast, list(cast.cells), shift=shift)
    hold(cast, ["430304001001001"], by="checker", code="B")
    (only,) = found(cast)
    said = only["properties"]
    assert (said["kind"], said["cells"]) == ("double", ["430304001001001"])
    assert said["grids"] == ["B", "collector-day"]
    assert said["times"] == [{"days": "every", "begins": "08:00", "ends": "16:00"}]


def test_a_collector_who_has_left_leaves_the_cells_uncovered(cast: Cast) -> None:
    three_shifts(cast)
    for shift in ALL_DAY:
        hold(cast, list(cast.cells), shift=shift)
    cast.users["collector"].memberships.update(valid_to=timezone.now())
    kinds = [f["properties"]["kind"] for f in found(cast)]
    assert kinds.count("holder_left") == 3
    assert kinds.count("uncovered") == len(cast.streets)


CLOCKS = [time(0), time(6), time(8), time(17, 30), time(22)]
shift_hours = st.builds(
    Hours, st.sampled_from(CLOCKS), st.sampled_from(CLOCKS), st.sampled_from(Days)
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(shift_hours, st.sets(st.integers(0, 7), min_size=1)), max_size=4))
def test_findings_are_those_of_asking_every_half_hour(
    cast: Cast, duties: list[tuple[Hours, set[int]]]
) -> None:
    """The slow way: every cell, every half hour, every kind of day."""
    DutyGrid.objects.all().delete()
    Shift.objects.all().delete()
    codes = sorted(cast.cells)
    for n, (hours, cells) in enumerate(duties):
        Shift.objects.create(
            city=cast.city, code=f"s{n}", name="x", begins=hours.begins, ends=hours.ends,
            days=hours.days,
        )  # fmt: skip
        hold(cast, [codes[i] for i in cells], shift=f"s{n}", code=f"g{n}")
    told: dict[str, set[tuple[str, Days, time]]] = defaultdict(set)
    for finding in findings(cast.city, NOW):
        for code in finding.cells:
            told[code] |= {(finding.kind, *slot) for slot in _slots(finding.times)}
    slow: dict[str, set[tuple[str, Days, time]]] = defaultdict(set)
    for i, code in enumerate(codes):
        for half in range(48):
            clock = time(half // 2, half % 2 * 30)
            for works, worked in ((a, b) for a in (True, False) for b in (True, False)):
                on = [
                    h for h, cells in duties if i in cells if h.covers(Moment(clock, works, worked))
                ]
                day = Days.WORKING if works else Days.REST
                if len(on) != 1:
                    kind = FindingKind.DOUBLE if on else FindingKind.UNCOVERED
                    slow[code].add((kind, day, clock))
    assert told == slow


def _slots(times: Any) -> set[tuple[Days, time]]:
    """Every half hour of working and of rest days that these spans hold."""
    halves = [time(n // 2, n % 2 * 30) for n in range(48)]
    kinds = (Days.WORKING, Days.REST)
    if not times:
        return {(day, clock) for day in kinds for clock in halves}
    return {
        (day, clock)
        for span in times
        for day in (kinds if span.days is Days.EVERY else (span.days,))
        for clock in halves
        if span.begins <= clock and (clock < span.ends or span.ends == time(0))
    }
