"""Headless Chromium on a real site (nginx, web, events, worker) with the small demo city."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker
from stack import city, servers
from stack.layout import Layout, find_layout, inner_port
from stack.site import Site

from tests.plugins.database import BASE, clone, drop, server, template

# Playwright's synchronous interface runs an event loop in this thread; Django then takes every
# query for one made inside asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"


@dataclass(frozen=True)
class Running:
    """A site that answers, and the passwords of its demo accounts by user name."""

    origin: str
    passwords: dict[str, str]


def _layout() -> Layout:
    """Folders of the browser tests' own; the fetched sources of the demo city are shared."""
    common = find_layout("browser")
    var = common.var / "browser"
    var.mkdir(exist_ok=True)
    sources = var / "sources"
    if not sources.exists():
        sources.symlink_to(common.var / "sources")
    return replace(common, var=var)


def _address(database: str) -> str:
    known = settings.DATABASES["default"]
    who = f"{known['USER']}:{known['PASSWORD']}"
    return f"postgis://{who}@{known['HOST']}:{known['PORT']}/{database}"


@pytest.fixture(scope="session")
def site(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Running]:
    """The running site, stopped at the end; its database is dropped."""
    layout = _layout()
    with django_db_blocker.unblock():
        database = clone(f"browser_{BASE}", template())
    place = Site(layout, "127.0.0.1", inner_port(layout, "nginx"), _address(database))
    servers.stop(layout)
    try:
        city.load_city(place, "small")
        passwords = city.account_passwords(place)
        servers.start(place)
        yield Running(place.origin, passwords)
    finally:
        servers.stop(layout)
        with server() as there:
            drop(there, database)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window.

    Its sandbox does not work as root nor in a container; the pages that it opens are our own.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--enable-unsafe-swiftshader"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: Running) -> Iterator[Page]:
    """A fresh page (1440 x 900, Chinese), its addresses relative to the site."""
    context = browser.new_context(
        base_url=site.origin,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1440, "height": 900},
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def screenshots() -> Path:
    """Folder for screenshots that a person looks at."""
    folder = find_layout().var / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
