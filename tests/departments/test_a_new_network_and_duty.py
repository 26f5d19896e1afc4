"""A new generation of the network moves nobody's beat until duty is carried over."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from cases.duty_loads import cases_by_cell
from departments.duty_in_cells import duty_in_cells
from departments.models import DutyGrid, Shift
from grids.drafts.ports import ports
from grids.models import Cell, Generation
from tests import ground
from tests.departments.duties import hold, three_shifts
from tests.factories import Cast
from tests.reports import put_report

GRIDS = "/api/v1/duty-grids"
CITY: dict[str, Any] = {"city": "xiangtan"}
WEST = ["430302001001001", "430302001001002"]


@pytest.fixture
def shifts(cast: Cast) -> dict[str, Shift]:
    return three_shifts(cast)


def test_a_new_network_shows_what_it_does_to_duty_and_is_carried_over_once(
    cast: Cast, shifts: dict[str, Shift]
) -> None:
    old = hold(cast, [*WEST, "430302002001001"])
    new = next_generation(cast)
    client = cast.client("analyst")
    said = client.get("/api/v1/duty/affected", {**CITY, "generation": 2}).json()
    (change,) = said["grids"]
    assert (change["id"], change["kept"]) == (str(old.pk), 1)
    assert change["changed"] == [
        {"code": WEST[0], "change": "split", "into": [f"{WEST[0][:12]}901", f"{WEST[0][:12]}902"]},
        {"code": WEST[1], "change": "recoded", "into": [f"{WEST[0][:12]}903"]},
    ]
    Generation.objects.filter(pk=cast.generation.pk).update(valid_to=timezone.now())
    Generation.objects.filter(pk=new.pk).update(valid_from=timezone.now())
    here = {**CITY, "lon": 112.9005, "lat": 27.8315, "at": "2026-12-01T10:00:00+08:00"}
    before = client.get("/api/v1/duty/at", here).json()
    assert len(before["on_duty"]) == 1
    (stale,) = client.get(GRIDS, CITY).json()["features"]
    assert stale["properties"]["stale"] is True
    carried = client.post("/api/v1/duty/carry?city=xiangtan", {"generation": 2}, "json")
    assert carried.status_code == 200, carried.json()
    (fresh,) = client.get(GRIDS, CITY).json()["features"]
    assert fresh["properties"]["stale"] is False
    assert len(fresh["properties"]["cell_codes"]) == 4
    assert len(client.get("/api/v1/duty/at", here).json()["on_duty"]) == 1
    again = client.post("/api/v1/duty/carry?city=xiangtan", {"generation": 2}, "json").json()
    assert again == {"grids": []}
    refused = cast.client("handler").post(
        "/api/v1/duty/carry?city=xiangtan", {"generation": 2}, "json"
    )
    assert refused.status_code == 403


def next_generation(cast: Cast) -> Generation:
    """A draft in which the north-western cell is cut in two and its neighbour numbered anew."""
    draft = Generation.objects.create(city=cast.city, number=2)
    districts = ground.districts(draft)
    streets = ground.streets(draft, districts)
    communities = ground.communities(draft, streets)
    cells = ground.cells(draft, communities)
    west, east = cells[WEST[0]], cells[WEST[1]]
    south, north, lon = 27.831, 27.832, 112.9
    Cell.objects.filter(pk__in=[west.pk, east.pk]).delete()
    for n, (a, b) in enumerate(((lon, lon + 0.0004), (lon + 0.0004, lon + 0.001)), start=901):
        half = type(west.geom).from_bbox((round(a, 7), south, round(b, 7), north))
        half.srid = 4326
        _again(west, f"{WEST[0][:12]}{n}", half)
    _again(east, f"{WEST[0][:12]}903", east.geom)
    return draft


def _again(cell: Cell, code: str, geom: Any) -> None:
    Cell.objects.create(
        generation=cell.generation, city=cell.city, street=cell.street, community=cell.community,
        code=code, sequence=int(code[-3:]), area_m2=1.0, geom=geom,
    )  # fmt: skip


def test_a_draft_is_told_how_much_duty_hangs_on_a_cell(
    cast: Cast, shifts: dict[str, Shift]
) -> None:
    hold(cast, WEST)
    hold(cast, WEST[:1], shift="night")
    ended = hold(cast, WEST, shift="evening")
    DutyGrid.objects.filter(pk=ended.pk).update(valid_to=timezone.now())
    cells = [cast.cells[code].pk for code in (*WEST, "430304001001001")]
    assert ports.affected["duty"] is duty_in_cells
    assert dict(duty_in_cells(cast.generation, cells)) == {cells[0]: 2, cells[1]: 1}


def test_the_load_of_old_cells_goes_to_the_cells_on_their_ground(cast: Cast) -> None:
    for _ in range(5):
        put_report(cast)
    new = next_generation(cast)
    now = timezone.now()
    period: dict[str, Any] = {"start": now.replace(year=2020), "end": now}
    assert cases_by_cell(cast.city, cast.generation, **period) == {WEST[0]: 5}
    spread = cases_by_cell(cast.city, new, **period)
    assert spread == {f"{WEST[0][:12]}901": 3, f"{WEST[0][:12]}902": 2}
