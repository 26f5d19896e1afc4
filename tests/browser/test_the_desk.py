"""Work lists at the desk: by keyboard, live, empty, out of reach, on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import Running
from tests.browser.people import CITY, look, sign_in_at_desk

pytestmark = pytest.mark.browser


def desk_rows(page: Page) -> Locator:
    return page.locator("#work-list li > button")


def paper(page: Page) -> Locator:
    return page.locator("article.desk-case")


def test_the_desk_is_worked_without_a_mouse(page: Page, site: Running, screenshots: Path) -> None:
    sign_in_at_desk(page, site, "shift_leader")
    expect(desk_rows(page).first).to_be_visible()
    look(page, screenshots, "desk")
    page.keyboard.press("j")
    expect(desk_rows(page).first).to_be_focused()
    page.keyboard.press("j")
    expect(desk_rows(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    main = paper(page).locator(".buttons .n-button--primary-type").first
    expect(main).to_be_visible()
    verb = main.inner_text()
    page.keyboard.press("a")
    expect(paper(page).get_by_role("form", name=verb, exact=True)).to_be_visible()
    look(page, screenshots, "desk-main-step")
    page.keyboard.press("Escape")
    expect(paper(page).get_by_role("form")).to_have_count(0)
    page.locator("body").press("Escape")
    expect(paper(page)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/desk/mine$"))
    page.locator("body").press("]")
    expect(page.get_by_role("tab", selected=True)).to_contain_text("本级")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("切换清单")
    look(page, screenshots, "desk-keys")


def test_every_list_says_how_much_is_in_it(page: Page, site: Running, screenshots: Path) -> None:
    sign_in_at_desk(page, site, "dispatcher_city", "late")
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_count(6)
    expect(tabs.filter(has_text="已超时")).to_contain_text(re.compile(r"\d"))
    expect(desk_rows(page).first.locator(".due")).to_contain_text("超")
    look(page, screenshots, "desk-late")


def test_an_empty_list_says_so(page: Page, site: Running, screenshots: Path) -> None:
    sign_in_at_desk(page, site, "analyst", "tasks")
    expect(page.get_by_text("没有派给您的任务")).to_be_visible()
    look(page, screenshots, "desk-empty")


def test_a_list_out_of_reach_is_tried_again(page: Page, site: Running) -> None:
    def lost(route: Route) -> None:
        route.abort()

    page.route("**/api/v1/worklists/**", lost)
    sign_in_at_desk(page, site, "shift_leader")
    expect(page.get_by_text("连接不上服务器")).to_be_visible()
    page.unroute("**/api/v1/worklists/**")
    page.get_by_role("button", name="重试").click()
    expect(desk_rows(page).first).to_be_visible()


def test_the_desk_fits_a_phone_in_the_dark(
    browser: Browser, site: Running, screenshots: Path
) -> None:
    context = browser.new_context(
        base_url=site.origin,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 390, "height": 844},
        color_scheme="dark",
    )
    page = context.new_page()
    sign_in_at_desk(page, site, "dispatcher_city", "level")
    expect(desk_rows(page).first).to_be_visible()
    look(page, screenshots, "desk-phone")
    desk_rows(page).first.click()
    expect(paper(page).get_by_role("region", name="计时")).to_be_visible()
    look(page, screenshots, "desk-phone-case")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    page.get_by_role("button", name="返回清单").click()
    expect(page).to_have_url(re.compile(rf"/{CITY}/desk/level$"))
    context.close()
