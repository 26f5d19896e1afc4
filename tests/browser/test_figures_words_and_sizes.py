"""The figures add up, in both languages, by day and by night, on a desk and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Running
from tests.browser.people import CROSSING, look, panel, rows, sign_in, wait_for_map

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}


def test_the_city_s_figures_add_up_and_explain_the_last_digit(
    page: Page, site: Running, screenshots: Path
) -> None:
    sign_in(page, site, "leader", "/xiangtan/figures")
    sums = panel(page).locator(".balance")
    expect(sums).to_have_count(3)
    for number in range(3):
        whole, part, rest = (
            int(figure.replace(",", ""))
            for figure in sums.nth(number).locator(".term b").all_inner_texts()
        )
        assert whole == part + rest
    expect(panel(page).get_by_text("552,779 ÷ 557,279 = 99.19 %")).to_contain_text("99.20 %")
    wait_for_map(page)
    look(page, screenshots, "figures")


def test_english_is_one_switch_away_and_remembered(
    page: Page, site: Running, screenshots: Path
) -> None:
    sign_in(page, site, "leader")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Cases")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Cases")).to_be_visible()
    rows(page).first.click()
    expect(panel(page).get_by_text("Story", exact=True)).to_be_visible()
    wait_for_map(page)
    look(page, screenshots, "english")


def test_a_dark_system_gets_a_dark_page(browser: Browser, site: Running, screenshots: Path) -> None:
    context = browser.new_context(
        base_url=site.origin,
        locale="zh-CN",
        color_scheme="dark",
        viewport={"width": 1440, "height": 900},
    )
    page = context.new_page()
    sign_in(page, site, "leader", f"/xiangtan?at={CROSSING}")
    rows(page).first.click()
    expect(panel(page).get_by_text("办理经过")).to_be_visible()
    wait_for_map(page)
    look(page, screenshots, "dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    context.close()


def test_a_phone_has_everything_under_the_thumb(
    browser: Browser, site: Running, screenshots: Path
) -> None:
    context = browser.new_context(
        base_url=site.origin, locale="zh-CN", viewport=PHONE, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    sign_in(page, site, "acceptor")
    wait_for_map(page)
    look(page, screenshots, "phone-map")
    tabs = {"案件": "phone-list", "全市概况": "phone-figures", "上报": "phone-report"}
    for name, shot in tabs.items():
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        page.wait_for_timeout(500)
        look(page, screenshots, shot)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("navigation").get_by_role("link", name="案件").click()
    rows(page).first.click()
    expect(panel(page).get_by_text("办理经过")).to_be_attached()
    wait_for_map(page)
    look(page, screenshots, "phone-case")
    context.close()
