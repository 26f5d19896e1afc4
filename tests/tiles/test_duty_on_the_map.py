"""Duty grids on the map: those in force, to those who hold a post in the city."""

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from departments.actors import actor_of
from departments.models import DutyGrid, Organization, Shift
from gis_core.layers import Viewing, registry
from gis_core.tile import TileAddress
from grids.models import Generation
from tests.departments.duties import hold, three_shifts
from tests.factories import NOW, Cast, member
from tests.tiles.drawn import ask, on_screen
from tests.tiles.test_ground_on_the_map import MIDDLE
from tiles.mvt import TileRequest
from tiles.versions import tag_of

HERE: Final = TileAddress.containing(MIDDLE.x, MIDDLE.y, 14)
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


def tag(cast: Cast) -> str:
    answer = ask(cast.client("leader"), "duty_grids", HERE)
    assert answer.status_code == 200
    return str(answer["ETag"])


def test_every_kind_of_change_gives_the_tile_another_tag(cast: Cast) -> None:
    shifts = three_shifts(cast)
    grid = hold(cast, WEST)
    hold(cast, WEST, by="yuhu-unit", shift="night")
    tags = [tag(cast)]
    assert tag(cast) == tags[0]
    for change in (
        lambda: hold(cast, ["430304001001001"], by="checker"),
        lambda: Shift.objects.filter(pk=shifts["day"].pk).update(name="白班"),
        lambda: Organization.objects.filter(code="yuhu-unit").update(name="雨湖路街道办"),
        lambda: User.objects.filter(username="collector").update(display_name="采集员"),
        lambda: DutyGrid.objects.filter(pk=grid.pk).delete(),
        lambda: Generation.objects.update(valid_to=timezone.now()),
    ):
        change()
        tags.append(tag(cast))
    assert len(set(tags)) == len(tags)


def test_time_alone_gives_the_tile_another_tag(cast: Cast) -> None:
    three_shifts(cast)
    grid = hold(cast, WEST)
    hold(cast, WEST, by="checker", shift="night")
    layer = registry.get("duty_grids")

    def tag_at(at: datetime) -> str | None:
        actor = actor_of(cast.users["leader"], at)
        viewing = Viewing(actor=actor, city=cast.city, at=at)
        wanted = TileRequest(layer=layer, address=HERE, viewing=viewing)
        return tag_of(wanted)

    DutyGrid.objects.filter(pk=grid.pk).update(valid_to=NOW)
    before, after = tag_at(NOW - timedelta(hours=2)), tag_at(NOW + timedelta(hours=2))
    assert before is not None
    assert before == tag_at(NOW - timedelta(hours=1))
    assert after != before


def test_a_shift_that_cannot_be_read_is_refused(cast: Cast) -> None:
    at = TileAddress.containing(MIDDLE.x, MIDDLE.y, 14)
    assert ask(cast.client("leader"), "duty_grids", at, shift="x" * 21).status_code == 400
