"""What a map client is answered: found, empty, unchanged, refused, too slow."""

from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.db.models import CharField, Func, Value
from django.db.models.functions import Cast as AsText
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import DeviceToken
from cases.layers import CASES
from cases.models import Case
from gis_core.layers import Attribute, registry
from gis_core.tile import TileAddress
from grids.models import City
from tests.factories import NOW, Cast
from tests.tiles.drawn import (
    BOX,
    ask,
    case_at,
    decoded,
    other_city_case,
    scatter,
    unpacked,
)

HERE = TileAddress.containing(BOX[0], BOX[1], 16)
ELSEWHERE = TileAddress(16, 0, 0)


def test_a_tile_is_a_vector_tile_and_says_so(cast: Cast) -> None:
    scatter(cast, 20)
    answer = ask(cast.client("leader"), "cases", HERE)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert decoded(answer.content, "cases")


def test_an_empty_tile_is_204_without_a_body(cast: Cast) -> None:
    answer = ask(cast.client("leader"), "cases", ELSEWHERE)
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer["ETag"]


@pytest.mark.parametrize(
    "address", ["16/65536/0", "16/0/65536", "23/0/0", "x/0/0", "1/-1/0", "1/1.5/0", "16/0/１"]
)
def test_a_bad_address_is_refused(cast: Cast, address: str) -> None:
    answer = cast.client("leader").get(f"/tiles/cases/{address}.mvt?city=xiangtan")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "bad_parameter"
    assert answer["Cache-Control"] == "no-store"


def test_an_unknown_layer_is_404(cast: Cast) -> None:
    for path in ("secrets/16/0/0.mvt", "secrets.json"):
        answer = cast.client("leader").get(f"/tiles/{path}?city=xiangtan")
        assert answer.status_code == 404
        assert answer.json()["code"] == "layer_unknown"


@pytest.mark.parametrize("city", ["", "nowhere", "xiangtan'--", "\x00"])
def test_a_tile_is_of_a_city_that_there_is(cast: Cast, city: str) -> None:
    answer = ask(cast.client("leader"), "cases", HERE, city=city)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "layer", ["districts", "streets", "cells", "duty_grids", "facilities", "cases"]
)
def test_nobody_who_is_not_signed_in_is_given_a_tile(cast: Cast, layer: str) -> None:
    answer = ask(APIClient(), layer, HERE)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("br;q=0, gzip;q=0.8", "gzip"),
        ("*", "zstd"),
        ("gzip;q=0, identity", None),
        ("", None),
    ],
)
def test_a_tile_travels_as_the_client_takes_it(
    cast: Cast, accepted: str, coding: str | None
) -> None:
    scatter(cast, 20)
    browser = cast.client("leader")
    plain = ask(browser, "cases", HERE)
    assert "Content-Encoding" not in plain
    browser.credentials(HTTP_ACCEPT_ENCODING=accepted)
    for _ in ("drawn", "kept"):
        answer = ask(browser, "cases", HERE)
        assert answer.get("Content-Encoding") == coding
        assert unpacked(answer) == plain.content
        assert answer["ETag"] == plain["ETag"]
        assert "Accept-Encoding" in answer["Vary"]


def test_an_unchanged_tile_is_304_and_a_changed_one_is_not(cast: Cast) -> None:
    scatter(cast, 20)
    browser = cast.client("leader")
    first = ask(browser, "cases", HERE)
    browser.credentials(HTTP_IF_NONE_MATCH=first["ETag"])
    again = ask(browser, "cases", HERE)
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    case_at(cast, BOX[0] + 0.0001, BOX[1] + 0.0001)
    assert ask(browser, "cases", HERE).status_code == 200


def test_the_same_rows_make_the_same_tile_whatever_their_order_on_disk(cast: Cast) -> None:
    cases = scatter(cast, 50)
    before = ask(cast.client("leader"), "cases", HERE)
    for case in reversed(cases):
        Case.objects.filter(pk=case.pk).update(place_text="重写")
    assert ask(cast.client("leader"), "cases", HERE).content == before.content


def test_no_cache_between_keeps_what_only_some_may_see(cast: Cast) -> None:
    said = ask(cast.client("leader"), "cases", HERE)
    assert said["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization"} <= {part.strip() for part in said["Vary"].split(",")}
    assert ask(cast.client("leader"), "districts", HERE)["Cache-Control"] == "private, max-age=60"


def test_any_accept_header_is_given_the_tile(cast: Cast) -> None:
    scatter(cast, 5)
    browser = cast.client("leader")
    for accepted in ("application/vnd.mapbox-vector-tile", "application/x-protobuf", "image/png"):
        browser.credentials(HTTP_ACCEPT=accepted)
        assert ask(browser, "cases", HERE).status_code == 200


def test_a_tile_that_takes_too_long_asks_to_come_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_at(cast, BOX[0], BOX[1])
    asleep = AsText(Func(Value(10), function="pg_sleep"), CharField())
    slow = replace(CASES, name="slow", attributes={"asleep": Attribute(asleep, "")}, bins=None)
    monkeypatch.setitem(registry._layers, "slow", slow)
    answer = ask(cast.client("leader"), "slow", HERE)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "tile_too_slow"
    assert answer["Cache-Control"] == "no-store"


def test_a_tile_is_one_statement_and_the_request_few(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, settings: LazySettings
) -> None:
    settings.ONLY_TILES = True
    scatter(cast, 20)
    browser = cast.client("leader")
    ask(browser, "cases", HERE)
    case_at(cast, BOX[0], BOX[1])
    # The version, with what was kept; the tile.
    with django_assert_num_queries(2) as asked:
        assert ask(browser, "cases", HERE).status_code == 200
    assert sum("ST_AsMVT(" in query["sql"] for query in asked.captured_queries) == 1


def test_a_phone_s_token_opens_tiles_too(cast: Cast) -> None:
    scatter(cast, 5)
    _, token = DeviceToken.objects.create(user=cast.users["leader"], device="QGIS")
    desk = APIClient()
    desk.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert ask(desk, "cases", HERE).status_code == 200


def test_another_city_s_cases_are_not_in_the_tile(cast: Cast, boston: City) -> None:
    other_city_case(boston, cast, NOW)
    assert ask(cast.client("leader"), "cases", HERE).status_code == 204
