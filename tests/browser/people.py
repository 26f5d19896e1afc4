"""What people do on every page: sign in, wait for the map, look."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Running

CITY = "xiangtan"
CROSSING = "16.4/112.9466/27.8452"
"""A view of built-up cells in 岳塘区: zoom, longitude, latitude (WGS 84)."""

DRAWN_MS = 30_000
"""A software renderer on two busy cores takes its time over a first view."""


def sign_in(page: Page, site: Running, username: str, path: str = f"/{CITY}") -> None:
    """Go to an address by way of the sign-in page, as somebody who follows a link does."""
    page.goto(path)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(site.passwords[username])
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("region", name="城市地图")).to_be_visible()


def wait_for_map(page: Page) -> None:
    """Return when everything in view is drawn."""
    region = page.get_by_role("region", name=re.compile("城市地图|Map of the city"))
    expect(region).to_have_attribute("aria-busy", "false", timeout=DRAWN_MS)


def rows(page: Page) -> Locator:
    """The cases in the list."""
    return page.locator("#case-list li > button")


def panel(page: Page) -> Locator:
    """What lies over the map at the right."""
    return page.locator("aside.side")


def look(page: Page, screenshots: Path, name: str) -> None:
    """Leave a picture for a person to look at."""
    page.screenshot(path=screenshots / f"{name}.png")
