"""A tag is known before its tile is drawn, and it is never wrong: whatever commits, and when."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.pyramid.bulk import fold
from facilities.models import Facility
from gis_core.tile import CHANGE_ZOOMS, TileAddress
from grids.models import City, Generation, Shape
from grids.shapes import draw_missing
from tests.factories import NOW, Cast
from tests.tiles.drawn import BOX, ask, case_at, scatter, tile

HERE = TileAddress.containing(BOX[0], BOX[1], 16)
AT_MOST = 1
"""The version; session, account, rights and city are checked by the same statement."""


def test_a_tile_that_did_not_change_is_304_without_a_feature_being_read(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scatter(cast, 20)
    browser = cast.client("leader")
    for z in (9, 16):
        at = TileAddress.containing(BOX[0], BOX[1], z)
        browser.credentials(HTTP_IF_NONE_MATCH=ask(browser, "cases", at)["ETag"])
        with django_assert_max_num_queries(AT_MOST) as asked:
            assert ask(browser, "cases", at).status_code == 304
        assert not [q for q in asked.captured_queries if "ST_AsMVT" in q["sql"]]


def test_a_change_far_away_leaves_a_tile_valid(cast: Cast) -> None:
    scatter(cast, 20)
    browser = cast.client("leader")
    browser.credentials(HTTP_IF_NONE_MATCH=ask(browser, "cases", HERE)["ETag"])
    case_at(cast, BOX[0] + 0.05, BOX[1])
    assert ask(browser, "cases", HERE).status_code == 304
    case_at(cast, BOX[0], BOX[1])
    assert ask(browser, "cases", HERE).status_code == 200


def test_a_change_in_the_buffer_of_a_tile_makes_it_another(cast: Cast) -> None:
    browser = cast.client("leader")
    case_at(cast, BOX[0], BOX[1])
    browser.credentials(HTTP_IF_NONE_MATCH=ask(browser, "cases", HERE)["ETag"])
    side_deg = 360 / (1 << 16)
    west = HERE.x * side_deg - 180
    case_at(cast, west - side_deg / 100, BOX[1])
    assert ask(browser, "cases", HERE).status_code == 200


def test_folding_leaves_every_tag_as_it_is(cast: Cast) -> None:
    scatter(cast, 20)
    browser = cast.client("leader")
    for z in (3, 12, 16):
        at = TileAddress.containing(BOX[0], BOX[1], z)
        browser.credentials(HTTP_IF_NONE_MATCH=ask(browser, "cases", at)["ETag"])
        fold()
        assert ask(browser, "cases", at).status_code == 304


def test_a_case_whose_time_is_over_makes_its_tile_another(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    case = case_at(cast, BOX[0], BOX[1], due_at=now + timedelta(minutes=5))
    browser = cast.client("leader")
    browser.credentials(HTTP_IF_NONE_MATCH=ask(browser, "cases", HERE)["ETag"])
    assert ask(browser, "cases", HERE).status_code == 304
    monkeypatch.setattr("tiles.views.timezone.now", lambda: now + timedelta(minutes=6))
    later = ask(browser, "cases", HERE)
    assert later.status_code == 200
    assert case.pk


def test_a_renamed_class_makes_the_tiles_that_name_it_others(cast: Cast) -> None:
    scatter(cast, 20)
    browser = cast.client("leader")
    browser.credentials(HTTP_IF_NONE_MATCH=ask(browser, "cases", HERE)["ETag"])
    cast.classes["03001"].name = "占道经营"
    cast.classes["03001"].save()
    assert ask(browser, "cases", HERE).status_code == 200


def test_the_network_s_next_generation_makes_its_tiles_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = cast.client("leader")
    browser.credentials(HTTP_IF_NONE_MATCH=ask(browser, "cells", HERE)["ETag"])
    assert ask(browser, "cells", HERE).status_code == 304
    tomorrow = timezone.now() + timedelta(days=1)
    Generation.objects.filter(pk=cast.generation.pk).update(valid_to=tomorrow)
    assert ask(browser, "cells", HERE).status_code == 304
    monkeypatch.setattr("tiles.views.timezone.now", lambda: tomorrow + timedelta(hours=1))
    assert ask(browser, "cells", HERE).status_code == 204


def test_a_moved_facility_changes_the_tiles_where_it_was_and_is(cast: Cast) -> None:
    def tag(at: TileAddress) -> Any:
        return ask(cast.client("leader"), "facilities", at)["ETag"]

    there = TileAddress(16, HERE.x + 3, HERE.y)
    before = tag(HERE), tag(there)
    lon = (HERE.x + 0.5) * 360 / (1 << 16) - 180
    Facility.objects.create(
        city=cast.city, kind="toilet", code="T1", geom=f"SRID=4326;POINT({lon} {BOX[1]})"
    )
    came = tag(HERE), tag(there)
    assert came[0] != before[0]
    assert came[1] == before[1]
    Facility.objects.update(geom=f"SRID=4326;POINT({lon + 3 * 360 / (1 << 16)} {BOX[1]})")
    went = tag(HERE), tag(there)
    assert went[0] != came[0]
    assert went[1] != came[1]


@pytest.mark.parametrize("z", [0, 3, 7, 12, 14, 16, 18, 22])
@pytest.mark.parametrize("buffered", [False, True])
def test_the_squares_of_a_tile_cover_it_and_its_buffer(z: int, buffered: bool) -> None:
    draw = random.Random(z)
    for _ in range(50):
        at = TileAddress(z, draw.randrange(1 << z), draw.randrange(1 << z))
        spans = at.spans(buffered=buffered)
        margin = 1 / 64 if buffered else 0
        x = at.x + draw.uniform(-margin, 1 + margin * 0.999)
        y = at.y + draw.uniform(-margin, 1 + margin * 0.999)
        if not (0 <= x < 1 << z and 0 <= y < 1 << z):
            continue
        for level in CHANGE_ZOOMS:
            scale = 2.0 ** (level - z)
            key = TileAddress(level, int(x * scale), int(y * scale)).key
            assert any(lv == level and first <= key < stop for lv, first, stop in spans)


def test_a_city_that_changed_is_read_again(cast: Cast) -> None:
    case_at(cast, BOX[0], BOX[1], due_at=NOW)
    browser = cast.client("leader")

    def overdue() -> Any:
        (feature,) = tile(browser, "cases", HERE)
        return feature.properties["overdue"]

    assert overdue() is True
    City.objects.filter(pk=cast.city.pk).update(figures_at=NOW - timedelta(days=1))
    assert overdue() is False
    City.objects.filter(pk=cast.city.pk).update(figures_at=None)
    assert overdue() is True


def test_simplified_areas_make_their_tiles_others_and_no_tile_far_away(cast: Cast) -> None:
    far = TileAddress.containing(BOX[0] - 20, BOX[1], 12)

    def tags() -> list[Any]:
        near = TileAddress.containing(BOX[0], BOX[1], 12)
        return [ask(cast.client("leader"), "streets", at)["ETag"] for at in (near, far)]

    before = tags()
    draw_missing(timezone.now())
    drawn = tags()
    Shape.objects.all().delete()
    gone = tags()
    assert len({before[0], drawn[0], gone[0]}) == 3
    assert before[1] == drawn[1] == gone[1]
