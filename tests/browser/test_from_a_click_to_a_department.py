"""A report made on the map goes to a department, and others see it move."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Running
from tests.browser.people import CROSSING, look, panel, photo, rows, sign_in, wait_for_map

pytestmark = pytest.mark.browser


def fill_in(page: Page, words: str) -> None:
    """Click a place on the map and say what is wrong there."""
    wait_for_map(page)
    page.locator(".canvas canvas").click(position={"x": 300, "y": 420})
    expect(panel(page).get_by_text("在网格")).to_be_visible()
    panel(page).get_by_label("类别").click()
    page.keyboard.type("店外经营")
    page.locator(".n-tree-node-content", has_text="店外经营").last.click()
    panel(page).get_by_label("问题描述").fill(words)


def test_a_report_shows_its_cell_at_once_and_its_receipt_at_the_end(
    page: Page, site: Running, screenshots: Path
) -> None:
    sign_in(page, site, "acceptor", f"/xiangtan/report?at={CROSSING}")
    fill_in(page, "两张桌子占了人行道")
    page.locator("input[type=file]").set_input_files([photo("teal"), photo("tan")])
    expect(panel(page).locator("figure")).to_have_count(2)
    wait_for_map(page)
    look(page, screenshots, "report")
    panel(page).get_by_role("button", name="上报").click()
    expect(panel(page).get_by_text("照片 2/2 张已存")).to_be_visible()
    look(page, screenshots, "report-receipt")
    page.get_by_role("button", name="查看案件").click()
    expect(panel(page).get_by_text("两张桌子占了人行道")).to_be_visible()
    expect(panel(page).locator("figure")).to_have_count(2)


def test_a_report_whose_answer_was_lost_is_sent_again_without_a_second_case(
    page: Page, site: Running, screenshots: Path
) -> None:
    sent: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method != "PUT":
            route.continue_()
            return
        sent.append(route.request.url)
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    sign_in(page, site, "acceptor", f"/xiangtan/report?at={CROSSING}")
    fill_in(page, "答复丢失的一次上报")
    page.route("**/api/v1/cases/*", lose_the_first_answer)
    panel(page).get_by_role("button", name="上报").click()
    expect(panel(page).get_by_role("button", name="再次发送")).to_be_visible()
    look(page, screenshots, "report-resend")
    panel(page).get_by_role("button", name="再次发送").click()
    expect(panel(page).get_by_text("已收到")).to_be_visible()
    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_a_place_outside_the_city_cannot_be_reported(
    page: Page, site: Running, screenshots: Path
) -> None:
    sign_in(page, site, "acceptor", "/xiangtan/report?at=10/113.6/27.9")
    wait_for_map(page)
    page.locator(".canvas canvas").click(position={"x": 500, "y": 420})
    expect(panel(page).get_by_text("不在城市范围内")).to_be_visible()
    expect(panel(page).get_by_role("button", name="上报")).to_be_disabled()
    look(page, screenshots, "report-outside")


def step(page: Page, verb: str, note: str = "") -> None:
    """Press a verb of the open case and confirm it."""
    panel(page).get_by_role("button", name=verb, exact=True).click()
    if note:
        panel(page).get_by_label("意见").fill(note)
    panel(page).get_by_role("button", name=f"确定{verb}").click()
    expect(page.get_by_text(f"已{verb}", exact=True).first).to_be_visible()


def test_a_case_is_accepted_filed_and_dispatched_while_the_leader_watches(
    browser: Browser, page: Page, site: Running, screenshots: Path
) -> None:
    sign_in(page, site, "acceptor", f"/xiangtan/report?at={CROSSING}")
    fill_in(page, "待派遣的店外经营")
    panel(page).get_by_role("button", name="上报").click()
    page.get_by_role("button", name="查看案件").click()
    step(page, "受理")
    case = page.url.split("?")[0].removeprefix(site.origin)

    def seen_by(username: str) -> Page:
        other = browser.new_context(base_url=site.origin, locale="zh-CN").new_page()
        sign_in(other, site, username, case)
        return other

    watching = seen_by("leader")
    expect(panel(watching).locator("header").get_by_text("待立案", exact=True)).to_be_visible()
    leader_of_shift = seen_by("shift_leader")
    step(leader_of_shift, "立案", "符合立案条件")
    dispatcher = seen_by("dispatcher_city")
    panel(dispatcher).get_by_role("button", name="派遣", exact=True).click()
    expect(panel(dispatcher).get_by_text("建议", exact=True)).to_be_visible()
    wait_for_map(dispatcher)
    look(dispatcher, screenshots, "dispatch")
    panel(dispatcher).get_by_role("button", name="确定派遣").click()
    expect(panel(dispatcher).locator("header").get_by_text("待签收", exact=True)).to_be_visible()
    # Nobody touched this page: the news came by itself.
    expect(panel(watching).locator("header").get_by_text("待签收", exact=True)).to_be_visible()
    expect(rows(watching).first).to_contain_text("待签收")
    for other in (watching, leader_of_shift, dispatcher):
        other.context.close()
