"""What somebody sees who just installed the platform."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Running

pytestmark = pytest.mark.browser


def sign_in(page: Page, site: Running, username: str) -> None:
    page.goto("/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(site.passwords[username])
    page.get_by_role("button", name="登录").click()


def test_the_city_is_on_the_map_and_the_browser_has_nothing_to_complain_about(
    page: Page, site: Running, screenshots: Path
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("requestfailed", lambda request: complaints.append(f"{request.url} failed"))
    with page.expect_response(lambda answer: "/tiles/" in answer.url and answer.status == 200):
        sign_in(page, site, "shift_leader")
    expect(page.locator("canvas").first).to_be_visible()
    expect(page.get_by_text("湘潭市").first).to_be_visible()
    expect(page.get_by_text("无审图号").first).to_be_visible()
    page.wait_for_timeout(3_000)
    page.screenshot(path=screenshots / "fresh-installation.png")
    assert complaints == []
