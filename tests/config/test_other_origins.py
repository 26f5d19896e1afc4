"""A page of another origin reads the map where a setting names it, and nothing else."""

from typing import Any, Final

import pytest
from django.core.checks import run_checks
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer
from urllib3 import BaseHTTPResponse, request

from accounts.models import DeviceToken
from gis_core.tile import TileAddress
from tests.factories import Cast
from tests.tiles.drawn import BOX, scatter

NEWSPAPER: Final = "https://news.example.org"
STRANGER: Final = "https://news.example.org.evil.example"
HERE: Final = TileAddress.containing(BOX[0], BOX[1], 14)
READABLE: Final = (
    "/tiles/style.json?city=xiangtan",
    "/tiles/cases.json?city=xiangtan",
    "/tiles/ogc/",
    f"/tiles/cases/{HERE.z}/{HERE.x}/{HERE.y}.mvt?city=xiangtan",
)
OURS_ALONE: Final = (
    "/api/v1/session",
    "/api/v1/cases?city=xiangtan",
    "/admin/login/",
)
named = override_settings(CORS_ALLOWED_ORIGINS=[NEWSPAPER])


def ask(site: LiveServer, path: str, origin: str, method: str = "GET", **more: str) -> Any:
    headers = {"Origin": origin, **{name.replace("_", "-"): said for name, said in more.items()}}
    return request(method, f"{site.url}{path}", headers=headers, redirect=False)


def preflight(site: LiveServer, path: str, origin: str, method: str = "GET") -> Any:
    return ask(
        site,
        path,
        origin,
        "OPTIONS",
        Access_Control_Request_Method=method,
        Access_Control_Request_Headers="authorization",
    )


def told(answer: BaseHTTPResponse) -> dict[str, str]:
    """What an answer says about other origins, by the end of the header's name."""
    begin = "access-control-"
    return {
        name.lower().removeprefix(begin): value
        for name, value in answer.headers.items()
        if name.lower().startswith(begin)
    }


def test_nobody_else_reads_anything_unless_a_setting_says_so(
    live_server: LiveServer, cast: Cast
) -> None:
    for path in READABLE + OURS_ALONE:
        assert told(ask(live_server, path, NEWSPAPER)) == {}
        assert told(preflight(live_server, path, NEWSPAPER)) == {}


@named
def test_a_named_origin_may_read_the_map_with_a_token_and_not_with_our_cookies(
    live_server: LiveServer, cast: Cast
) -> None:
    for path in READABLE:
        before = preflight(live_server, path, NEWSPAPER)
        assert before.status == 200
        assert told(before) == {
            "allow-origin": NEWSPAPER,
            "allow-methods": "GET, HEAD, OPTIONS",
            "allow-headers": "accept, accept-language, authorization, if-none-match",
            "expose-headers": "ETag, Retry-After",
            "max-age": "86400",
        }
        answer = ask(live_server, path, NEWSPAPER)
        assert told(answer) == {"allow-origin": NEWSPAPER, "expose-headers": "ETag, Retry-After"}
        assert "origin" in answer.headers["Vary"].lower()


@named
def test_what_is_not_the_map_stays_closed_to_a_named_origin(
    live_server: LiveServer, cast: Cast
) -> None:
    for path in OURS_ALONE:
        assert told(preflight(live_server, path, NEWSPAPER, "POST")) == {}
        assert told(ask(live_server, path, NEWSPAPER)) == {}


@named
def test_an_origin_that_is_merely_alike_reads_nothing(live_server: LiveServer, cast: Cast) -> None:
    for origin in (STRANGER, "http://news.example.org", "null"):
        assert told(preflight(live_server, READABLE[0], origin)) == {}
        assert told(ask(live_server, READABLE[0], origin)) == {}


@named
def test_a_tile_over_there_is_still_the_account_s(live_server: LiveServer, cast: Cast) -> None:
    scatter(cast, 20)
    path = READABLE[-1]
    refused = ask(live_server, path, NEWSPAPER)
    assert (refused.status, refused.json()["code"]) == (401, "not_authenticated")
    _, token = DeviceToken.objects.create(user=cast.users["leader"], device="a page")
    opened = ask(live_server, path, NEWSPAPER, Authorization=f"Token {token}")
    assert opened.status == 200
    again = ask(
        live_server,
        path,
        NEWSPAPER,
        Authorization=f"Token {token}",
        If_None_Match=opened.headers["ETag"],
    )
    assert again.status == 304
    assert told(again)["allow-origin"] == NEWSPAPER


@pytest.mark.parametrize("slip", ["*", "news.example.org", "https://news.example.org/map"])
def test_an_origin_that_is_none_is_found_before_the_city_starts(slip: str) -> None:
    with override_settings(CORS_ALLOWED_ORIGINS=[slip]):
        assert [found.id for found in run_checks() if "cors" in str(found.id)] != []
