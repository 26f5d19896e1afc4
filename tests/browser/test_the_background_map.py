"""The city's own background map on the screen, below what is ours."""

import io
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Running
from tests.browser.people import look, sign_in, wait_for_map
from tests.tiles.map_server import picture

pytestmark = pytest.mark.browser

STEEL_BLUE = (70, 130, 180)
ATTRIBUTION = "天地图 GS(2026)0000号"


def share_of(colour: tuple[int, int, int], screenshot: bytes) -> float:
    """The share of a picture that has about this colour."""
    with Image.open(io.BytesIO(screenshot)) as shown:
        pixels = np.asarray(shown.convert("RGB"), dtype=int)
    return float((np.abs(pixels - colour).max(axis=2) < 8).mean())


def test_the_background_lies_below_our_layers_and_says_whose_it_is(
    page: Page, site: Running, screenshots: Path
) -> None:
    described = {
        "tilejson": "2.2.0",
        "tiles": [f"{site.origin}/tiles/background/{{z}}/{{x}}/{{y}}"],
        "minzoom": 0,
        "maxzoom": 17,
        "attribution": ATTRIBUTION,
    }
    asked: list[str] = []
    page.route("**/tiles/background.json", lambda route: route.fulfill(json=described))
    page.route(
        "**/tiles/background/**",
        lambda route: route.fulfill(body=picture(), content_type="image/png"),
    )
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response(lambda answer: "/tiles/background/" in answer.url and answer.ok):
        sign_in(page, site, "leader")
    wait_for_map(page)
    expect(page.get_by_text(ATTRIBUTION)).to_be_visible()
    look(page, screenshots, "map-background")
    seen = page.get_by_role("region", name="城市地图").screenshot()
    assert share_of(STEEL_BLUE, seen) > 0.3
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(site.origin).netloc}


def test_a_city_without_one_asks_for_none(page: Page, site: Running) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    with page.expect_response("**/tiles/background.json") as told:
        sign_in(page, site, "leader")
    assert told.value.status == 204
    wait_for_map(page)
    assert not [path for path in asked if path.startswith("/tiles/background/")]
