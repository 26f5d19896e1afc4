"""The whole platform as bin/up starts it, on the benchmark's database, with no tile drawn yet."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright
from stack import servers, web
from stack.layout import find_layout, inner_port
from stack.site import Site

from bench.map_pan.paths import VIEWPORT

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"
PROBE = Path(__file__).with_name("probe.js")


@contextmanager
def site() -> Iterator[str]:
    """Build the web client, run nginx and what stands behind it; gives the site's address."""
    web.build(find_layout())
    layout = find_layout("bench-pan")
    with TemporaryDirectory(prefix="bench-pan-") as tiles:
        os.environ["WANGGE_TILE_CACHE"] = tiles
        there = Site(layout, "127.0.0.1", inner_port(layout, "nginx"), os.environ["DATABASE_URL"])
        servers.stop(layout)
        try:
            servers.start(there)
            yield there.origin
        finally:
            servers.stop(layout)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window.

    Its sandbox does not work as root nor in a container; the pages that it opens are our own.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--enable-unsafe-swiftshader"]
        )
        yield browser
        browser.close()


@contextmanager
def fresh_page(browser: Browser, origin: str, cookie: tuple[str, str]) -> Iterator[Page]:
    """A page of somebody who is signed in and whose browser has kept nothing."""
    context = browser.new_context(
        base_url=origin, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=VIEWPORT
    )
    name, value = cookie
    context.add_cookies([{"name": name, "value": value, "url": origin}])
    context.add_init_script(path=PROBE)
    yield context.new_page()
    context.close()
