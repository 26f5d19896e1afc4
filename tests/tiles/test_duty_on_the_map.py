"""Duty grids on the map: those in force, to those who hold a post in the city."""

from datetime import time

from departments.models import DutyGrid, Shift
from gis_core.tile import TileAddress
from tests.departments.duties import hold, three_shifts
from tests.factories import Cast, member
from tests.tiles.drawn import ask, on_screen
from tests.tiles.test_ground_on_the_map import MIDDLE

WEST = ["430302001001001", "430302001001002"]


def test_a_tile_shows_the_duty_in_force_and_who_holds_it(cast: Cast) -> None:
    three_shifts(cast)
    ended = hold(cast, WEST, shift="day", code="old")
    DutyGrid.objects.filter(pk=ended.pk).update(valid_to=ended.valid_from)
    hold(cast, WEST, shift="day", code="A")
    hold(cast, ["430304001001001"], shift="night", by="yuhu-unit", code="B")
    drawn = on_screen(cast.client("leader"), "duty_grids", 14).values()
    said = {f.properties["code"]: f.properties for f in drawn}
    assert {code: p["holder"] for code, p in said.items()} == {
        "A": "信息采集员",
        "B": "雨湖路街道城管办",
    }
    assert said["A"]["shift_name"] == "早班"
    assert said["A"]["stale"] is False
    nights = on_screen(cast.client("leader"), "duty_grids", 14, shift="night").values()
    assert [f.properties["code"] for f in nights] == ["B"]


def test_whoever_holds_no_post_in_the_city_is_drawn_nothing(cast: Cast) -> None:
    Shift.objects.create(city=cast.city, code="all", name="全天", begins=time(0), ends=time(0))
    hold(cast, WEST, shift="all")
    stranger = member(cast, "stranger", "leader", "bureau")
    stranger.memberships.all().delete()
    assert on_screen(cast.client("handler"), "duty_grids", 14)
    assert on_screen(cast.client(stranger), "duty_grids", 14) == {}


def test_a_duty_grid_that_is_carried_over_in_time_is_not_stale(cast: Cast) -> None:
    three_shifts(cast)
    hold(cast, WEST)
    cast.generation.valid_to = cast.generation.valid_from
    cast.generation.save()
    (drawn,) = on_screen(cast.client("leader"), "duty_grids", 14).values()
    assert drawn.properties["stale"] is True


def test_a_shift_that_cannot_be_read_is_refused(cast: Cast) -> None:
    at = TileAddress.containing(MIDDLE.x, MIDDLE.y, 14)
    assert ask(cast.client("leader"), "duty_grids", at, shift="x" * 21).status_code == 400
