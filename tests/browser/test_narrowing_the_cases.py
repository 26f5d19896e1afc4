"""Filters mean the same for the list, the count and the map, and travel in the address."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Running
from tests.browser.people import look, rows, sign_in, wait_for_map

pytestmark = pytest.mark.browser


def counted(page: Page) -> int:
    """The number that stands beside the list's heading."""
    words = page.locator("header .count")
    expect(words).to_be_visible()
    return int("".join(filter(str.isdigit, words.inner_text())))


def test_a_filter_narrows_list_count_and_tiles_alike(
    page: Page, site: Running, screenshots: Path
) -> None:
    sign_in(page, site, "leader")
    everything = counted(page)
    page.get_by_role("button", name="筛选", exact=True).click()
    page.get_by_label("类别").click()
    page.keyboard.type("非法小广告")
    with page.expect_request(re.compile("/tiles/cases/.*class=")):
        page.locator(".n-tree-node-content", has_text="非法小广告").last.click()
    expect(rows(page).first).to_contain_text("非法小广告")
    expect(page.locator("header .count")).not_to_have_text(f"共 {everything:,} 件")
    assert 0 < counted(page) < everything
    wait_for_map(page)
    look(page, screenshots, "filtered")

    address = page.url
    page.goto("/xiangtan")
    page.goto(address)
    expect(rows(page).first).to_contain_text("非法小广告")


def test_the_buttons_over_the_list_part_what_is_owed_from_what_is_done(
    page: Page, site: Running
) -> None:
    sign_in(page, site, "leader")
    counts = {}
    for words, group in (("在办", "open"), ("办结", "closed")):
        with page.expect_response(re.compile(f"/tiles/cases/.*state_group={group}")) as tile:
            page.get_by_role("button", name=words, exact=True).click()
        assert tile.value.ok
        expect(rows(page).first).to_be_visible()
        counts[group] = counted(page)
    page.get_by_role("button", name="全部", exact=True).click()
    expect(page).not_to_have_url(re.compile("state_group"))
    expect(rows(page).first).to_be_visible()
    assert 0 < counts["open"] < counts["closed"] < counted(page)


def test_a_district_fills_the_view(page: Page, site: Running) -> None:
    sign_in(page, site, "leader", "/xiangtan?at=9.00000/112.50000/27.70000")
    page.get_by_role("button", name="筛选", exact=True).click()
    page.get_by_label("区县").click()
    page.locator(".n-base-select-option", has_text="韶山市").click()
    expect(page).to_have_url(re.compile(r"^(?!.*at=9\.00).*district=430382"))


def test_where_no_case_fits_the_way_back_is_offered(
    page: Page, site: Running, screenshots: Path
) -> None:
    sign_in(page, site, "leader", "/xiangtan?from=1999-01-01&to=1999-12-31")
    expect(page.get_by_text("没有符合条件的案件")).to_be_visible()
    wait_for_map(page)
    look(page, screenshots, "empty")
    page.get_by_role("button", name="清除筛选").first.click()
    expect(rows(page).first).to_be_visible()
