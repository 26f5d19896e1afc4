"""The city's own background map: by our address alone, and nothing but pictures."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest
from django.test import override_settings
from rest_framework.test import APIClient
from urllib3 import Timeout

from gis_core.tile import TileAddress
from tests.factories import Cast
from tests.tiles.drawn import BOX, scatter, tile
from tests.tiles.map_server import SECRET, MapServer, map_server, picture
from tiles import background, background_serving
from tiles.background import Background
from tiles.background_serving import REST, picture_of

HERE: Final = TileAddress.containing(BOX[0], BOX[1], 14)
PATH: Final = f"{HERE.z}/{HERE.x}/{HERE.y}"


@pytest.fixture
def theirs() -> Iterator[MapServer]:
    with map_server() as server:
        yield server


@pytest.fixture(autouse=True)
def rested() -> Iterator[None]:
    """No test waits for the server of another."""
    REST.end()
    yield
    REST.end()


def named(server: MapServer, manner: str = "good", rest: str = "{z}/{x}/{y}?tk={key}") -> Any:
    return override_settings(
        BACKGROUND_URL=f"{server.root}/{manner}/{rest}",
        BACKGROUND_KEY=SECRET,
        BACKGROUND_ATTRIBUTION="天地图 GS(2026)0000号",
        BACKGROUND_MAX_ZOOM=17,
    )


def ask(cast: Cast, path: str = PATH) -> Any:
    return cast.client("handler").get(f"/tiles/background/{path}")


def test_there_is_none_by_default(cast: Cast) -> None:
    assert ask(cast).json()["code"] == "no_background"
    assert APIClient().get("/tiles/background.json").status_code == 204
    style = APIClient().get("/tiles/style.json?city=xiangtan").json()
    assert "background" not in style["sources"]


def test_a_picture_comes_by_our_own_address(cast: Cast, theirs: MapServer) -> None:
    with named(theirs):
        answer = ask(cast)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer.content == picture()
        assert theirs.asked == [f"/good/{PATH}?tk=s3cret%2Fkey%2B1"]
        assert answer["Cache-Control"] == "private, max-age=86400"
        assert {"Set-Cookie", "Server", "Location"}.isdisjoint(answer.headers)
        again = cast.client("handler").get(
            f"/tiles/background/{PATH}", headers={"if-none-match": answer["ETag"]}
        )
        assert (again.status_code, again.content) == (304, b"")


def test_only_who_has_an_account_spends_the_city_s_quota(cast: Cast, theirs: MapServer) -> None:
    with named(theirs):
        assert APIClient().get(f"/tiles/background/{PATH}").status_code == 401
    assert theirs.asked == []


@pytest.mark.parametrize(("manner", "kind"), [("jpeg", "image/jpeg"), ("webp", "image/webp")])
def test_a_picture_is_what_its_bytes_say(
    cast: Cast, theirs: MapServer, manner: str, kind: str
) -> None:
    with named(theirs, manner):
        answer = ask(cast)
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "rest",
    [
        "wmts?SERVICE=WMTS&REQUEST=GetTile&LAYER=vec&TILEMATRIXSET=w&FORMAT=tiles"
        "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}",
        "wmts/vec/default/w/{TileMatrix}/{TileRow}/{TileCol}.png?tk={key}",
    ],
)
def test_a_wmts_is_asked_in_its_own_words(cast: Cast, theirs: MapServer, rest: str) -> None:
    with named(theirs, rest=rest):
        assert ask(cast).status_code == 200
    (asked,) = theirs.asked
    assert all(str(part) in asked for part in (HERE.z, HERE.x, HERE.y))
    assert "{" not in asked


def test_a_picture_is_fetched_once_for_all(cast: Cast, theirs: MapServer) -> None:
    at = Background(f"{theirs.root}/good/{{z}}/{{x}}/{{y}}", "", "", 18)
    with ThreadPoolExecutor(8) as pool:
        pictures = set(pool.map(lambda _: picture_of(at, HERE), range(16)))
    assert pictures == {picture()}
    assert len(theirs.asked) == 1


def test_a_picture_is_asked_for_again_when_its_day_is_over(
    cast: Cast, theirs: MapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with named(theirs):
        ask(cast)
        tomorrow = time.time() + 25 * 3600
        monkeypatch.setattr("tiles.background.time.time", lambda: tomorrow)
        assert ask(cast).status_code == 200
    assert len(theirs.asked) == 2


def test_where_the_background_has_no_picture_there_is_none(cast: Cast, theirs: MapServer) -> None:
    with named(theirs, "missing"):
        answer = ask(cast)
        assert (answer.status_code, answer.content) == (204, b"")
        assert ask(cast).status_code == 204
    assert len(theirs.asked) == 1


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ("html", "Content-Type"),
        ("liar", "PNG, JPEG, WebP"),
        ("away", "HTTP 302"),
        ("broken", "HTTP 403"),
        ("huge", "> 1000000 bytes"),
    ],
)
def test_what_is_no_picture_is_refused_and_not_kept(
    cast: Cast, theirs: MapServer, manner: str, reason: str
) -> None:
    with named(theirs, manner):
        for _ in range(2):
            answer = ask(cast)
            assert (answer.status_code, answer.json()["code"]) == (502, "background_refused")
            assert answer.json()["reason"] == reason
            assert answer["Cache-Control"] == "no-store"
    # Nobody followed the redirect, and nothing was tried twice by itself.
    assert [path.split("/")[1] for path in theirs.asked] == [manner, manner]


@pytest.mark.parametrize("manner", ["hang", "drip"])
def test_a_server_that_is_too_slow_is_left_alone_for_a_while(
    cast: Cast, theirs: MapServer, manner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "TOTAL_S", 0.5)
    monkeypatch.setitem(background._POOL.connection_pool_kw, "timeout", Timeout(total=0.5))
    background._POOL.clear()
    with named(theirs, manner):
        first, second = ask(cast), ask(cast, f"{HERE.z}/{HERE.x + 1}/{HERE.y}")
        for answer in (first, second):
            assert (answer.status_code, answer.json()["code"]) == (503, "background_slow")
            assert answer["Retry-After"] == "2"
        assert len(theirs.asked) == 1
        scatter(cast, 5)
        assert tile(cast.client("leader"), "cases", HERE) != []
    monkeypatch.undo()
    background._POOL.clear()


def test_a_server_that_is_not_there_is_told(cast: Cast, theirs: MapServer) -> None:
    with map_server() as gone:
        pass
    with named(gone):
        answer = ask(cast)
    assert (answer.status_code, answer.json()["code"]) == (502, "background_unreachable")
    assert "连接不上底图服务" in answer.json()["detail"]


def test_few_wait_for_somebody_else_s_server_at_once() -> None:
    assert background_serving.PLACES < 4
    assert background_serving.ASKING._in_line._value == background_serving.PLACES + 1


@pytest.mark.parametrize("path", ["14/1/x", "14/-1/0", "18/0/0", "14/99999/0", "1e1/0/0"])
def test_a_place_that_is_none_is_never_asked_for(cast: Cast, theirs: MapServer, path: str) -> None:
    with named(theirs):
        assert ask(cast, path).status_code == 400
    assert theirs.asked == []


def test_the_key_is_in_nothing_that_leaves(
    cast: Cast, theirs: MapServer, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    with caplog.at_level(logging.INFO):
        for manner in ("good", "html", "away", "broken", "missing"):
            with named(theirs, manner):
                answers = [
                    ask(cast),
                    APIClient().get("/tiles/background.json"),
                    APIClient().get("/tiles/style.json?city=xiangtan"),
                ]
            told += [f"{dict(a.items())}{a.content!r}" for a in answers]
    for said in (*told, caplog.text):
        assert "s3cret" not in said
        assert str(theirs.server_port) not in said


def test_the_map_s_style_and_tilejson_hold_it_below_our_layers(
    cast: Cast, theirs: MapServer
) -> None:
    with named(theirs):
        style = APIClient().get("/tiles/style.json?city=xiangtan").json()
        described = APIClient().get("/tiles/background.json").json()
    ours = "http://testserver/tiles/background/{z}/{x}/{y}"
    assert style["sources"]["background"] == {
        "type": "raster",
        "tiles": [ours],
        "tileSize": 256,
        "maxzoom": 17,
        "attribution": "天地图 GS(2026)0000号",
    }
    drawn = [layer["id"] for layer in style["layers"]]
    assert drawn[:2] == ["ground", "background"]
    assert "districts-fill" not in drawn
    assert (described["tiles"], described["maxzoom"]) == ([ours], 17)
    assert described["attribution"] == "天地图 GS(2026)0000号"
