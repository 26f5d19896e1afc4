"""What people do on every page: sign in, wait for the map, look."""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, StorageState, expect

from tests.browser.conftest import Running

CITY = "xiangtan"
CROSSING = "16.4/112.9466/27.8452"
"""A view of built-up cells in 岳塘区: zoom, longitude, latitude (WGS 84)."""

DRAWN_MS = 30_000
"""A software renderer on two busy cores takes its time over a first view."""

expect.set_options(timeout=15_000)


_SESSIONS: dict[tuple[str, str], StorageState] = {}


def sign_in(page: Page, site: Running, username: str, path: str = f"/{CITY}") -> None:
    """Go to an address of the map as somebody, and see the map."""
    _arrive(page, site, username, path, page.get_by_role("region", name="城市地图"))


def sign_in_at_desk(page: Page, site: Running, username: str, name: str = "mine") -> None:
    """Go to one of somebody's work lists."""
    lists = page.get_by_role("tablist", name="工作清单")
    _arrive(page, site, username, f"/{CITY}/desk/{name}", lists)


def _arrive(page: Page, site: Running, username: str, path: str, seen: Locator) -> None:
    """By way of the sign-in page, or with the session from before."""
    earlier = _SESSIONS.get((site.origin, username))
    if earlier is None:
        page.goto(path)
        enter(page, site, username)
    else:
        page.context.add_cookies([{**cookie} for cookie in earlier["cookies"]])  # type: ignore[typeddict-item]
        page.goto(path)
    expect(seen).to_be_visible()
    _SESSIONS[(site.origin, username)] = page.context.storage_state()


def enter(page: Page, site: Running, username: str) -> None:
    """Fill in the sign-in page."""
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(site.passwords[username])
    page.get_by_role("button", name="登录").click()


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


def photo(colour: str) -> FilePayload:
    """A photo of one colour: every colour is another picture."""
    held = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(held, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


def look(page: Page, screenshots: Path, name: str) -> None:
    """Leave a picture for a person to look at."""
    page.screenshot(path=screenshots / f"{name}.png")
