"""The door of the platform."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Running
from tests.browser.people import enter, look, sign_in

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_refused_in_a_sentence(
    page: Page, site: Running, screenshots: Path
) -> None:
    page.goto("/")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    look(page, screenshots, "sign-in")
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("密码")
    look(page, screenshots, "sign-in-refused")


def test_whoever_follows_a_link_lands_there_after_signing_in(page: Page, site: Running) -> None:
    page.goto("/xiangtan/figures?state=filed")
    enter(page, site, "leader")
    expect(page).to_have_url(re.compile("/xiangtan/figures.*state=filed"))


def test_a_session_that_ended_asks_to_sign_in_again_and_comes_back(
    page: Page, site: Running
) -> None:
    sign_in(page, site, "leader")
    page.context.clear_cookies()
    page.get_by_role("button", name="在办").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    enter(page, site, "leader")
    expect(page).to_have_url(re.compile("state_group=open"))
