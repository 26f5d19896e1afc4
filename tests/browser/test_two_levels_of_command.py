"""A case led from its report to its closing by seven people, each at their own desk."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from gis_core.ids import uuid7
from tests.browser.conftest import Running
from tests.browser.people import CITY, look, photo, sign_in_at_desk

pytestmark = pytest.mark.browser

IN_YUHU = {"lon": 112.9114, "lat": 27.8655, "datum": "wgs84"}
# A class of its own: other tests of the same running city put rules in force.
ON_THE_PAVEMENT = "09006"

At = Callable[[str], Page]


@pytest.fixture
def at_desk(browser: Browser, site: Running) -> Iterator[At]:
    """Somebody's own page, opened once and kept."""
    pages: dict[str, Page] = {}

    def desk_of(username: str) -> Page:
        if username not in pages:
            context = browser.new_context(
                base_url=site.origin,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                viewport={"width": 1440, "height": 900},
            )
            pages[username] = context.new_page()
            sign_in_at_desk(pages[username], site, username)
        return pages[username]

    yield desk_of
    for page in pages.values():
        page.context.close()


def report(page: Page) -> str:
    """A report by this person, through the API; returns the case's id."""
    case_id = str(uuid7())
    token = next(c["value"] for c in page.context.cookies() if c.get("name") == "csrftoken")
    answer = page.request.put(
        f"/api/v1/cases/{case_id}",
        data={
            "city": CITY,
            "class": ON_THE_PAVEMENT,
            "source": "phone",
            "problem_text": "夜宵摊占道",
            "reported_at": timezone.now().isoformat(),
            **IN_YUHU,
        },
        headers={"X-CSRFToken": str(token), "Referer": page.url},
    )
    assert answer.status == 201, answer.text()
    return case_id


def paper(page: Page) -> Locator:
    return page.locator("article.desk-case")


def take(page: Page, case_id: str, verb: str, then: str, **said: str | list[object]) -> None:
    """Open the case at this desk, press a verb, fill in its form, and see where it stands."""
    page.goto(f"/{CITY}/desk/mine/{case_id}")
    case = paper(page)
    case.get_by_role("button", name=verb, exact=True).click()
    form = case.get_by_role("form", name=verb, exact=True)
    if unit := said.get("unit"):
        form.locator(".n-base-selection").click()
        page.locator(".n-base-select-option", has_text=str(unit)).click()
    if photos := said.get("photos"):
        form.locator("input[type=file]").set_input_files(photos)  # type: ignore[arg-type]
        expect(form.locator("figure")).to_have_count(len(photos))
    if note := said.get("note"):
        form.locator("textarea").fill(str(note))
    if verb == "派遣":
        expect(form.get_by_text("建议", exact=True)).to_be_visible()
    form.get_by_role("button", name=f"确定{verb}").click()
    expect(case.locator("header").get_by_text(then, exact=True)).to_be_visible()


def test_a_case_goes_through_both_levels_of_command(at_desk: At, screenshots: Path) -> None:
    case_id = report(at_desk("phone_operator"))
    take(at_desk("acceptor"), case_id, "受理", "待立案")
    take(at_desk("acceptor"), case_id, "派核实", "核实中")
    take(at_desk("collector"), case_id, "核实", "待立案", note="属实")
    take(at_desk("shift_leader"), case_id, "立案", "待派遣")
    take(at_desk("dispatcher_city"), case_id, "派遣", "待签收")
    second = at_desk("dispatcher_yuhu")
    take(second, case_id, "签收", "待安排")
    take(second, case_id, "派往处置单位", "待处理", unit="雨湖路街道城管办")
    handler = at_desk("handler")
    take(handler, case_id, "开始处理", "处理中")
    take(handler, case_id, "反馈", "待核查", note="已收摊", photos=[photo("teal")])
    take(at_desk("acceptor"), case_id, "派核查", "核查中")
    take(at_desk("collector"), case_id, "核查", "待结案", photos=[photo("tan")])
    last = at_desk("shift_leader")
    take(last, case_id, "结案", "已结案")
    look(last, screenshots, "desk-case-closed")
    story = paper(last).locator("ol li")
    expect(story).to_have_count(13)
    expect(paper(last).get_by_text("雨湖路街道城管办").first).to_be_visible()


def test_a_case_that_leaves_ones_sight_leaves_ones_desk(at_desk: At, screenshots: Path) -> None:
    case_id = report(at_desk("phone_operator"))
    take(at_desk("acceptor"), case_id, "受理", "待立案")
    take(at_desk("acceptor"), case_id, "派核实", "核实中")
    take(at_desk("collector"), case_id, "核实", "待立案", note="属实")
    take(at_desk("shift_leader"), case_id, "立案", "待派遣")
    take(at_desk("dispatcher_city"), case_id, "派遣", "待签收")
    second = at_desk("dispatcher_yuhu")
    take(second, case_id, "签收", "待安排")
    take(second, case_id, "派往处置单位", "待处理", unit="雨湖路街道城管办")
    page = at_desk("handler")
    page.goto(f"/{CITY}/desk/mine/{case_id}")
    paper(page).get_by_role("button", name="申请与协作").click()
    page.locator(".n-dropdown-option", has_text="退回上级").click()
    page.keyboard.type("不属于本街道")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("案件已不在您的可见范围内")).to_be_visible()
    expect(paper(page)).to_have_count(0)
    look(page, screenshots, "desk-case-gone")


def test_nobody_judges_their_own_work_and_the_screen_says_so(
    at_desk: At, screenshots: Path
) -> None:
    page = at_desk("handler")
    rows = page.request.get(f"/api/v1/cases?city={CITY}&state=handling").json()["features"]
    page.goto(f"/{CITY}/desk/mine/{rows[0]['id']}")
    case = paper(page)
    case.get_by_text("不能办理的步骤及原因").click()
    expect(case.locator("details li").filter(has_text="结案").first).to_be_visible()
    look(page, screenshots, "desk-closed-verbs")


def test_a_reason_is_asked_for_before_anything_is_sent(at_desk: At, screenshots: Path) -> None:
    page = at_desk("acceptor")
    case_id = report(page)
    page.goto(f"/{CITY}/desk/mine/{case_id}")
    case = paper(page)
    case.get_by_role("button", name="不予受理", exact=True).click()
    page.keyboard.press("Control+Enter")
    expect(case.get_by_role("alert")).to_contain_text("请写明原因")
    look(page, screenshots, "desk-reason")
    page.keyboard.type("不在管理范围")
    page.keyboard.press("Control+Enter")
    expect(case.locator("header").get_by_text("不予受理", exact=True)).to_be_visible()


def test_every_clock_is_explained_span_by_span(at_desk: At, screenshots: Path) -> None:
    page = at_desk("leader")
    rows = page.request.get(f"/api/v1/cases?city={CITY}&state=parked").json()["features"]
    page.goto(f"/{CITY}/desk/mine/{rows[0]['id']}")
    clocks = paper(page).get_by_role("region", name="计时")
    expect(clocks.get_by_role("img").first).to_have_accessible_name(re.compile("^全案"))
    expect(clocks.locator(".legend").get_by_text("挂账")).to_be_visible()
    clocks.get_by_text("逐段说明").first.click()
    expect(clocks.locator("details li").filter(has_text="挂账").first).to_be_visible()
    look(page, screenshots, "clocks")
