"""A case with its story, its photos and what may be done with it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Running
from tests.browser.people import look, panel, sign_in, wait_for_map

pytestmark = pytest.mark.browser


def test_every_account_can_open_the_stories(page: Page, site: Running, screenshots: Path) -> None:
    sign_in(page, site, "handler")
    page.get_by_role("button", name="故事").click()
    look(page, screenshots, "stories")
    page.get_by_role("button", name="凌晨两点的夜宵摊").click()
    case = panel(page)
    expect(case.get_by_role("heading", name="店外经营")).to_be_visible()
    expect(case.locator("header").get_by_text("已结案", exact=True)).to_be_visible()
    expect(case.locator("ol li")).to_have_count(11)
    photo = case.locator("figure img").first
    photo.scroll_into_view_if_needed()
    expect(photo).to_be_visible()
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("image => image.naturalWidth") > 0
    wait_for_map(page)
    look(page, screenshots, "case-story")


def test_a_closed_verb_says_why(page: Page, site: Running, screenshots: Path) -> None:
    sign_in(page, site, "leader")
    page.get_by_role("button", name="故事").click()
    page.get_by_role("button", name="清晨路口的油渍").click()
    case = panel(page)
    case.get_by_text("不能办理的步骤及原因").click()
    expect(case.locator("details li").filter(has_text="结案").first).to_be_visible()
    wait_for_map(page)
    look(page, screenshots, "case-closed-verbs")


def test_a_case_that_is_not_there_is_said_in_the_server_s_words(
    page: Page, site: Running, screenshots: Path
) -> None:
    sign_in(page, site, "leader", "/xiangtan/cases/01900000-0000-7000-8000-000000000000")
    expect(panel(page).get_by_role("alert")).to_contain_text("案件")
    wait_for_map(page)
    look(page, screenshots, "case-not-found")


def test_a_server_out_of_reach_is_said_and_tried_again(
    page: Page, site: Running, screenshots: Path
) -> None:
    page.route("**/api/v1/cases?*", lambda route: route.abort())
    sign_in(page, site, "leader")
    expect(page.get_by_text("连接不上服务器")).to_be_visible()
    look(page, screenshots, "unreachable")
    page.unroute("**/api/v1/cases?*")
    page.get_by_role("button", name="重试").click()
    expect(page.locator("#case-list li").first).to_be_visible()
