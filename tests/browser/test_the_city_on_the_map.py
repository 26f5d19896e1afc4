"""The map page as somebody sees it who looks for something."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Running
from tests.browser.people import CROSSING, look, panel, rows, sign_in, wait_for_map

pytestmark = pytest.mark.browser


def test_nothing_comes_from_anywhere_but_the_city_s_own_server(
    page: Page, site: Running, screenshots: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, site, "leader")
    wait_for_map(page)
    expect(page.get_by_text("演示地图，无审图号")).to_be_visible()
    expect(page.get_by_text("数据为生成", exact=True)).to_be_visible()
    look(page, screenshots, "map-overview")
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(site.origin).netloc}


def test_from_close_by_the_cells_and_single_cases_are_seen(
    page: Page, site: Running, screenshots: Path
) -> None:
    with page.expect_response(lambda answer: "/tiles/cells/" in answer.url and answer.ok):
        sign_in(page, site, "leader", f"/xiangtan?at={CROSSING}")
    wait_for_map(page)
    look(page, screenshots, "map-cells")


def test_a_layer_that_is_switched_off_stays_off(
    page: Page, site: Running, screenshots: Path
) -> None:
    sign_in(page, site, "leader")
    page.get_by_role("button", name="图层").click()
    switch = page.get_by_role("switch", name="单元网格")
    switch.click()
    look(page, screenshots, "layers")
    page.reload()
    page.get_by_role("button", name="图层").click()
    expect(switch).to_have_attribute("aria-checked", "false")


def test_a_road_is_found_by_its_initials_without_a_mouse(
    page: Page, site: Running, screenshots: Path
) -> None:
    sign_in(page, site, "leader")
    box = page.get_by_role("combobox", name="查找地点")
    box.focus()
    page.keyboard.type("syl")
    expect(page.get_by_role("option", name="双拥路").first).to_be_visible()
    look(page, screenshots, "find")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("at=16"))


def test_a_case_in_the_list_opens_beside_the_map_and_closes_with_escape(
    page: Page, site: Running
) -> None:
    sign_in(page, site, "leader")
    rows(page).first.click()
    expect(panel(page).get_by_text("办理经过")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    expect(rows(page).first).to_be_focused()


def test_an_address_of_no_city_says_so(page: Page, site: Running) -> None:
    sign_in(page, site, "leader")
    page.goto("/atlantis")
    expect(page.get_by_text("没有这个页面")).to_be_visible()


def test_tiles_that_a_busy_server_owes_are_asked_for_again(
    page: Page, site: Running, screenshots: Path
) -> None:
    page.route("**/tiles/cases/**", lambda route: route.fulfill(status=503))
    sign_in(page, site, "leader")
    note = page.get_by_text("部分地图没有取到")
    expect(note).to_be_visible(timeout=30_000)
    look(page, screenshots, "tiles-owed")
    page.unroute("**/tiles/cases/**")
    with page.expect_response(lambda answer: "/tiles/cases/" in answer.url and answer.ok):
        expect(note).to_have_count(0, timeout=30_000)
