"""A tag is known before its tile is drawn, and it is never wrong: whatever commits, and when."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from cases.models import Case
from cases.pyramid.bulk import fold
from cases.states import State
from departments.actors import actor_of
from facilities.models import Facility
from gis_core.layers import Viewing, registry
from gis_core.tile import CHANGE_ZOOMS, TileAddress
from grids.models import City, Generation
from tests.factories import NOW, Cast
from tests.tiles.drawn import BOX, ask, case_at, scatter, tile
from tiles import versions
from tiles.mvt import TileRequest, render

HERE = TileAddress.containing(BOX[0], BOX[1], 16)
AT_MOST = 5
"""Session, account, version; the city where its row is another one."""
_COLUMNS = ", ".join(
    f'"{field.column}"'
    for field in Case._meta.local_concrete_fields
    if not field.generated and field.column not in {"id", "number"}
)
WRITES = (
    f"INSERT INTO cases_case (id, {_COLUMNS}) SELECT gen_random_uuid(), {_COLUMNS}"  # noqa: S608
    " FROM cases_case WHERE id = %(id)s",
    "UPDATE cases_case SET geom = ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)"
    " WHERE id = %(id)s",
    "UPDATE cases_case SET state = %(state)s WHERE id = %(id)s",
    "UPDATE cases_case SET urgency = %(state)s::text::varchar(6) WHERE id = %(id)s",
    "UPDATE cases_case SET number = left(gen_random_uuid()::text, 20) WHERE id = %(id)s",
    "DELETE FROM cases_case WHERE id = %(id)s",
)


@contextmanager
def another_connection() -> Iterator[psycopg.Connection]:
    given = connection.get_connection_params()
    with psycopg.connect(
        host=given["host"],
        port=given["port"],
        user=given["user"],
        password=given.get("password"),
        dbname=given["dbname"],
        options="-c lock_timeout=50",
    ) as there:
        yield there
        there.rollback()


@dataclass
class Map:
    """A client that keeps what it was given, and believes a 304."""

    browser: APIClient
    kept: dict[TileAddress, tuple[str, bytes]] = field(default_factory=dict)

    def look(self, at: TileAddress) -> bytes:
        tag = self.kept[at][0] if at in self.kept else ""
        self.browser.credentials(HTTP_IF_NONE_MATCH=tag)
        answer = ask(self.browser, "cases", at)
        if answer.status_code == 304:
            assert answer["ETag"] == tag
            return self.kept[at][1]
        assert answer.status_code in (200, 204)
        self.kept[at] = answer["ETag"], answer.content
        return bytes(answer.content)


def as_it_is(cast: Cast, who: str, at: TileAddress) -> bytes:
    """Draw the tile from what is committed now."""
    now = timezone.now()
    viewing = Viewing(actor=actor_of(cast.users[who], now), city=cast.city, at=now)
    return render(TileRequest(layer=registry.get("cases"), address=at, viewing=viewing))


def wander(cast: Cast, seed: int, *, steps: int) -> None:
    """Writers, a fold and two maps on connections of their own, in random order."""
    draw = random.Random(seed)
    keys = [str(case.pk) for case in scatter(cast, 25, seed=seed)]
    maps = {who: Map(cast.client(who)) for who in ("leader", "dispatcher_sub")}
    with ExitStack() as opened:
        writers = [opened.enter_context(another_connection()) for _ in range(3)]
        folder = opened.enter_context(another_connection())
        for _ in range(steps):
            act = draw.random()
            if act < 0.35:
                write(draw.choice(writers), keys, draw)
            elif act < 0.55:
                draw.choice([*writers, folder]).commit()
            elif act < 0.6:
                draw.choice([*writers, folder]).rollback()
            elif act < 0.68:
                folder.execute("SELECT cases_fold_pyramid(), fold_map_changes()")
            else:
                who = draw.choice(sorted(maps))
                at = place(draw)
                assert maps[who].look(at) == as_it_is(cast, who, at), (seed, who, at)


def write(writer: psycopg.Connection, keys: list[str], draw: random.Random) -> None:
    west, south, east, north = BOX
    given = {
        "id": draw.choice(keys),
        "lon": round(draw.uniform(west, east), 7),
        "lat": round(draw.uniform(south, north), 7),
        "state": draw.choice([str(State.HANDLING), str(State.CLOSED), str(State.FILED)]),
    }
    try:
        writer.execute(draw.choice(WRITES), given)
    except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
        writer.rollback()


def place(draw: random.Random) -> TileAddress:
    west, south, east, north = BOX
    z = draw.choice([0, 8, 12, 13, 14, 15, 16, 17, 18])
    return TileAddress.containing(draw.uniform(west, east), draw.uniform(south, north), z)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(6))
def test_no_tile_is_stale_whatever_commits_and_when(cast: Cast, seed: int) -> None:
    wander(cast, seed, steps=120)


@pytest.mark.deep
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(100, 140))
def test_no_tile_is_stale_in_a_long_run(cast: Cast, seed: int) -> None:
    wander(cast, seed, steps=400)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("forgotten", ["map_change", "map_version"])
def test_the_wanderer_finds_a_tag_that_forgets(
    cast: Cast, forgotten: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = {"map_change": "_NEW", "map_version": "_KNOWN"}[forgotten]
    monkeypatch.setattr(versions, name, "SELECT count(*) FROM span WHERE %s::text[] IS NULL")
    with pytest.raises(AssertionError):
        wander(cast, 3, steps=2000)


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
