"""No tile is ever stale, whatever commits on whichever connection, in whatever order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from cases.models import Case
from cases.states import State
from departments.actors import actor_of
from gis_core.layers import Viewing, registry
from gis_core.tile import TileAddress
from tests.factories import Cast
from tests.tiles.drawn import BOX, ask, scatter
from tiles import versions
from tiles.mvt import TileRequest, render

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
    monkeypatch.setattr(versions, name, "SELECT count(*) FROM span WHERE NULL")
    # Composed anew, not as it was kept before.
    monkeypatch.setattr(versions, "_asking", versions._asking.__wrapped__)
    with pytest.raises(AssertionError):
        wander(cast, 3, steps=2000)
