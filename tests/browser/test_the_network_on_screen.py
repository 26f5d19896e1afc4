"""A draft of the network is drawn, found fault with, mended, compared and published."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Running
from tests.browser.people import CITY, CROSSING, look, sign_in, wait_for_map

pytestmark = pytest.mark.browser

WORK_MS = 90_000
"""Checking or comparing a whole city on two busy cores."""

NOTE = "步步高广场北侧新建小区入网，单元网格重新划分"


def at_work(page: Page, site: Running, username: str, path: str) -> None:
    sign_in(page, site, username, f"/{CITY}/{path}")
    wait_for_map(page)


def begin(page: Page, site: Running) -> str:
    """Start a draft as the analyst; returns its address."""
    at_work(page, site, "analyst", "network")
    expect(page.get_by_text("第 1 代", exact=True)).to_be_visible()
    page.get_by_placeholder("为什么要改").fill(NOTE)
    page.get_by_role("button", name="开始草案").click()
    page.wait_for_url("**/network/drafts/*", timeout=WORK_MS)
    checked(page)
    return page.url


def checked(page: Page) -> None:
    expect(page.locator(".verdict")).to_be_visible(timeout=WORK_MS)
    expect(page.get_by_text("正在检查整个网格")).to_have_count(0, timeout=WORK_MS)


def edit(page: Page, draft: str) -> None:
    """Go to the editing tools over a view of built-up cells, and wait for the cells."""
    with page.expect_response(lambda answer: "/cells?" in answer.url):
        page.goto(f"{draft}/edit?at={CROSSING}")
    expect(page.get_by_text("在地图上点选单元网格").first).to_be_visible()
    wait_for_map(page)


def middle(page: Page) -> tuple[float, float]:
    box = page.get_by_role("region", name="城市地图").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def chosen(page: Page) -> Locator:
    return page.get_by_role("region", name="选中的网格").locator(".n-tag")


def choose(page: Page, x: float, y: float, *, then: int) -> None:
    page.mouse.click(x, y)
    expect(chosen(page)).to_have_count(then)


def draw(page: Page, *places: tuple[float, float]) -> None:
    for x, y in places:
        page.mouse.move(x, y, steps=4)
        page.mouse.click(x, y)
        page.wait_for_timeout(300)
    page.keyboard.press("Enter")


def history(page: Page) -> Locator:
    return page.get_by_role("region", name="编辑记录").locator("li")


def split(page: Page) -> None:
    """Cut the cell in the middle of the view in two, by a line across it."""
    x, y = middle(page)
    choose(page, x, y, then=1)
    page.get_by_role("button", name="切分", exact=True).click()
    draw(page, (x - 380, y - 30), (x + 380, y + 30))
    page.get_by_role("button", name="确定切分").click()
    expect(history(page).first).to_contain_text("拆分网格", timeout=WORK_MS)
    wait_for_map(page)


def test_a_change_of_the_network_from_draft_to_publication(
    page: Page, site: Running, screenshots: Path
) -> None:
    draft = begin(page, site)
    expect(page.get_by_text("没有妨碍发布的问题")).to_be_visible()
    edit(page, draft)
    split(page)
    look(page, screenshots, "network-split")
    page.get_by_role("link", name="问题").click()
    checked(page)
    expect(page.locator(".verdict")).to_contain_text("改正后才能发布")
    page.locator("li.error > button").first.click()
    look(page, screenshots, "network-findings")
    page.get_by_role("button", name="重新编号").first.click()
    expect(page.locator(".verdict.good")).to_be_visible(timeout=WORK_MS)
    page.get_by_role("link", name="对比").click()
    row = page.locator("tr", has_text="拆分")
    expect(row.locator("td").first).to_have_text("1", timeout=WORK_MS)
    page.get_by_role("button", name="重读").click()
    expect(page.get_by_text("件落入")).to_be_visible(timeout=WORK_MS)
    wait_for_map(page)
    look(page, screenshots, "network-compare")
    page.get_by_role("link", name="发布").click()
    expect(page.get_by_role("button", name="发布网格")).to_have_count(0)
    published(page, site, draft, screenshots)


def published(page: Page, site: Running, draft: str, screenshots: Path) -> None:
    """The analyst may not publish; the leader does, at a date."""
    page.context.clear_cookies()
    at_work(page, site, "leader", f"{draft.partition(CITY + '/')[2]}/publish")
    button = page.get_by_role("button", name="发布网格")
    expect(button).to_be_enabled(timeout=WORK_MS)
    look(page, screenshots, "network-publish")
    button.click()
    expect(page.get_by_text("已发布为第 2 代")).to_be_visible(timeout=WORK_MS)
    page.get_by_role("link", name="回到世代与草案").click()
    expect(page.get_by_text("第 2 代", exact=True)).to_be_visible()
    expect(page.get_by_text("现行", exact=True)).to_be_visible()
    look(page, screenshots, "network-generations")


def test_an_edge_moves_for_both_neighbours_and_is_taken_back(
    page: Page, site: Running, screenshots: Path
) -> None:
    draft = begin(page, site)
    edit(page, draft)
    x, y = middle(page)
    choose(page, x, y, then=1)
    neighbour_of(page, x, y)
    page.get_by_role("button", name="改边界", exact=True).click()
    expect(page.get_by_role("button", name="取消")).to_be_visible()
    look(page, screenshots, "network-edge")
    page.get_by_role("button", name="取消").click()
    merged = page.get_by_role("button", name="合并", exact=True)
    merged.click()
    expect(history(page).first).to_contain_text("合并网格", timeout=WORK_MS)
    expect(chosen(page)).to_have_count(0)
    history(page).first.get_by_role("button", name="撤销").click()
    expect(history(page)).to_have_count(2, timeout=WORK_MS)
    expect(history(page).nth(1)).to_contain_text("已撤销")
    expect(history(page).first.get_by_role("button", name="恢复")).to_be_visible()
    look(page, screenshots, "network-undone")
    page.get_by_role("link", name="发布").click()
    page.get_by_role("button", name="放弃草案").click()
    page.locator(".n-popconfirm__action button").last.click()
    expect(page.get_by_text("草案已放弃")).to_be_visible()


def neighbour_of(page: Page, x: float, y: float) -> None:
    """Choose a second cell that shares a border with the first, going outwards."""
    edge = page.get_by_role("button", name="改边界", exact=True)
    for step in (150, 250, 350):
        page.mouse.click(x + step, y)
        page.wait_for_timeout(400)
        if edge.is_enabled():
            return
        if chosen(page).count() == 2:
            page.mouse.click(x + step, y)
            expect(chosen(page)).to_have_count(1)
        elif chosen(page).count() == 0:
            choose(page, x, y, then=1)
    raise AssertionError("no neighbour to the east")


def test_pages_are_shown_to_those_whose_posts_work_on_them(
    page: Page, site: Running, screenshots: Path
) -> None:
    at_work(page, site, "collector", "")
    places = page.get_by_role("navigation").first
    expect(places.get_by_role("link", name="网格")).to_have_count(0)
    expect(places.get_by_role("link", name="规则")).to_have_count(0)
    page.goto(f"/{CITY}/network")
    expect(page.get_by_text("您的岗位不能办理这里的事项")).to_be_visible()
    look(page, screenshots, "network-not-yours")


def test_who_is_on_duty_and_who_is_not(page: Page, site: Running, screenshots: Path) -> None:
    at_work(page, site, "shift_leader", f"network/duty?at=13/{CROSSING.partition('/')[2]}")
    expect(
        page.get_by_role("region", name="值守问题").get_by_text("无人值守").first
    ).to_be_visible()
    x, y = middle(page)
    page.mouse.click(x, y)
    here = page.get_by_role("complementary", name="这里由谁值守")
    expect(here.locator("strong, .nobody").first).to_be_visible()
    wait_for_map(page)
    look(page, screenshots, "duty-here")
    proposal = page.get_by_role("region", name="均衡建议")
    proposal.locator(".n-base-selection").click()
    page.keyboard.type("霞城")
    page.keyboard.press("Enter")
    proposal.get_by_role("button", name="分一分").click()
    expect(proposal.locator("li")).to_have_count(4, timeout=WORK_MS)
    proposal.locator("li .entry").first.click()
    wait_for_map(page)
    look(page, screenshots, "duty-proposal")


def test_the_network_on_a_phone_in_the_dark(page: Page, site: Running, screenshots: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    at_work(page, site, "analyst", "network")
    page.get_by_role("button", name="演示数据分析员").click()
    expect(page.get_by_role("link", name="规则")).to_be_visible()
    look(page, screenshots, "network-phone")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
