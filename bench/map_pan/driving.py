"""A page is driven along the path; what happens in it is measured inside it (probe.js)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from bench.map_pan.figures import Filtered, Flight, View
from bench.map_pan.paths import CameraPath

GROUPS: Final = ("all", "open", "closed")
"""The first buttons over the list, in their order; each is pressed once at every place."""
AT_REST_MS: Final = 1500
"""Before somebody presses a button, the map stands still and its labels are placed."""


def first_data_ms(page: Page, city: str) -> float:
    """Open the city's map; milliseconds from the first request until cases are on the screen."""
    page.goto(f"/{city}", wait_until="commit")
    return float(page.evaluate("probe.firstData()"))


def arrive(page: Page, city: str, path: CameraPath) -> None:
    page.goto(f"/{city}?at={path.address}", wait_until="commit")
    page.evaluate("probe.settled()")
    # What else the page asks for at its start shall not share the first leg's time.
    page.wait_for_load_state("load")
    page.wait_for_timeout(AT_REST_MS)


def fly(page: Page, path: CameraPath, city: str, pictures: Path) -> tuple[list[Flight], list[View]]:
    """Fly the path once over all that the map shows."""
    legs, views = [], []
    for number, leg in enumerate(path.legs):
        legs.append(_flown(page, leg))
        views.append(_counted(page, city, leg))
        page.screenshot(path=pictures / f"pan-{number:02}.png")
    return legs, views


def fly_over(page: Page, path: CameraPath, part: str) -> list[Flight]:
    """Fly the path over a part of the map: what probe.js calls by that name."""
    page.evaluate("part => probe.showOnly(part)", part)
    page.evaluate("leg => probe.goTo(leg)", path.start)
    return [_flown(page, leg) for leg in path.legs]


def filter_everywhere(page: Page, path: CameraPath, pictures: Path) -> list[Filtered]:
    """Press each state group at each place, and then "all" again."""
    found = []
    for place in path.filters_at:
        page.evaluate("place => probe.goTo(place)", place)
        page.wait_for_timeout(AT_REST_MS)
        for button in (1, 2, 0):
            ms = float(page.evaluate("button => probe.filter(button)", button))
            found.append(Filtered(zoom=place["zoom"], chosen=GROUPS[button], ms=ms))
            page.screenshot(path=pictures / f"filter-{place['zoom']}-{GROUPS[button]}.png")
            page.wait_for_timeout(AT_REST_MS)
    return found


def _flown(page: Page, leg: dict[str, float]) -> Flight:
    said: dict[str, Any] = page.evaluate("leg => probe.fly(leg)", leg)
    return Flight(zoom=leg["zoom"], **said)


def _counted(page: Page, city: str, leg: dict[str, float]) -> View:
    said: dict[str, Any] = page.evaluate("probe.decoded()")
    api = page.evaluate("([city, box]) => probe.counted(city, box)", [city, said.pop("box")])
    return View(zoom=leg["zoom"], api=int(api), **said)
