"""Rules are read in words, drafted, tried on a point and on a period, and put in force."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Running
from tests.browser.people import CITY, look, sign_in, wait_for_map

pytestmark = pytest.mark.browser

YUHU = "12.6/112.9114/27.8655"
NAME = "冬季夜间经营派遣规则（试行）"
WORK_MS = 60_000


def at_rules(page: Page, site: Running, username: str) -> None:
    sign_in(page, site, username, f"/{CITY}/rules?at={YUHU}")
    expect(page.locator("a.entry").first).to_be_visible()


def rules(page: Page) -> Locator:
    return page.locator("li .sentence")


def draft(page: Page, name: str) -> None:
    page.get_by_label("名称").fill(name)
    page.get_by_role("button", name="开始草案").click()
    expect(rules(page).first).to_be_visible(timeout=WORK_MS)


def choose_class(page: Page, within: Locator, word: str) -> None:
    within.locator(".n-tree-select").first.click()
    page.keyboard.type(word)
    page.locator(".n-tree-node-content", has_text=word).last.click()
    page.keyboard.press("Escape")


def middle(page: Page) -> tuple[float, float]:
    box = page.get_by_role("region", name="城市地图").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def draw_area(page: Page, name: str) -> None:
    """Draw four corners around the middle of the map, and keep the area under a name."""
    page.get_by_role("button", name="在地图上画一个片区").click()
    x, y = middle(page)
    for right, down in ((-250, -200), (250, -200), (250, 200), (-250, 200)):
        page.mouse.move(x + right, y + down, steps=4)
        page.mouse.click(x + right, y + down)
        page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.get_by_placeholder("片区名称").fill(name)
    page.get_by_role("button", name="保存片区").click()
    expect(page.get_by_role("button", name="在地图上画一个片区")).to_be_visible()


def write_rule(page: Page, screenshots: Path) -> None:
    """Whatever is sold outside shops around the night market goes to sanitation, first of all."""
    page.get_by_role("button", name="增加规则").click()
    form = page.get_by_role("form", name="增加规则")
    choose_class(page, form, "店外经营")
    draw_area(page, "雨湖夜市片区")
    form.locator("label", has_text="子平台").locator(".n-base-selection").click()
    page.keyboard.type("环卫")
    page.keyboard.press("Enter")
    form.locator("label", has_text="次序号").locator("input").fill("1")
    form.locator("label", has_text="依据").locator("input").fill("夜市统一由环卫处置")
    look(page, screenshots, "rules-form")
    page.get_by_role("button", name="保存规则").click()
    first = page.locator("li.active")
    expect(first).to_contain_text("类别为店外经营，位于雨湖夜市片区")
    expect(rules(page).first).to_contain_text("环卫子平台")
    wait_for_map(page)
    look(page, screenshots, "rules-in-words")


def test_a_rule_is_written_tried_and_put_in_force(
    page: Page, site: Running, screenshots: Path
) -> None:
    at_rules(page, site, "analyst")
    wait_for_map(page)
    draft(page, NAME)
    write_rule(page, screenshots)
    tried_on_a_point(page, screenshots)
    tried_on_a_period(page, screenshots)
    page.get_by_role("link", name="改派情况").click()
    expect(page.get_by_text("近 90 天")).to_be_visible()
    expect(page.get_by_role("button", name="启用")).to_have_count(0)
    address = page.url.removesuffix("/overruled").partition(CITY)[2]
    put_in_force(page, site, address, screenshots)


def tried_on_a_point(page: Page, screenshots: Path) -> None:
    page.get_by_role("link", name="试一试").click()
    choose_class(page, page.get_by_role("region", name="派遣规则"), "店外经营")
    page.mouse.click(*middle(page))
    advice = page.get_by_role("region", name="派遣建议")
    expect(advice.get_by_text("有规则符合")).to_be_visible()
    expect(advice.locator("li").first).to_contain_text("环卫子平台")
    wait_for_map(page)
    look(page, screenshots, "rules-try")
    page.get_by_role("button", name="看第 1 号规则").click()
    expect(page.locator("li.active")).to_contain_text("环卫子平台")


def tried_on_a_period(page: Page, screenshots: Path) -> None:
    page.get_by_role("link", name="试算").click()
    page.get_by_role("button", name="试算", exact=True).click()
    expect(page.locator(".total")).to_contain_text("会派给别人", timeout=WORK_MS)
    moved = page.locator("li .case")
    expect(moved.first).to_contain_text("环卫子平台")
    moved.first.click()
    expect(page.get_by_role("link", name="打开案件")).to_be_visible()
    wait_for_map(page)
    look(page, screenshots, "rules-dry-run")


def put_in_force(page: Page, site: Running, address: str, screenshots: Path) -> None:
    """The analyst drafts; it takes a leader to make rules bite."""
    page.context.clear_cookies()
    sign_in(page, site, "leader", f"/{CITY}{address}")
    page.get_by_role("button", name="启用").click()
    page.get_by_role("button", name="确定启用").click()
    expect(page.locator("header").get_by_text("现行", exact=True)).to_be_visible()
    look(page, screenshots, "rules-in-force")


def test_a_rule_that_could_never_work_is_refused_with_its_reason(
    page: Page, site: Running, screenshots: Path
) -> None:
    at_rules(page, site, "analyst")
    draft(page, "试验草案")
    page.get_by_role("button", name="增加规则").click()
    form = page.get_by_role("form", name="增加规则")
    form.locator("label", has_text="子平台").locator(".n-base-selection").click()
    page.keyboard.type("环卫")
    page.keyboard.press("Enter")
    form.locator("label", has_text="次序号").locator("input").fill("1")
    page.get_by_role("button", name="保存规则").click()
    expect(form.get_by_role("alert")).to_be_visible()
    look(page, screenshots, "rules-refused")
    page.get_by_role("button", name="取消").click()
    page.get_by_role("button", name="删除", exact=True).click()
    page.locator(".n-popconfirm__action button").last.click()
    expect(page.get_by_role("heading", name="新的规则草案")).to_be_visible()
