"""bin/bench pan [--small]: the city's map in Chromium, driven along a recorded path.

The web client as bin/up builds and serves it, behind nginx, with no tile drawn before. Measured
inside the page: frames a second on the way, beside the same flight over the map without its cases,
over the plain ground and over the cases on it; how long after each stop all tiles are loaded and
decoded, and whether the cases in them are as many as the API counts there; how long a filter takes
from the button to the screen; and when a fresh browser first shows cases. Browser, servers and
database share the machine.
Writes pan.json and pan.svg, and screenshots to var/screenshots; with --small the city is the small
one and no result is written.
"""
# Django must be set up before models are imported.
# ruff: noqa: E402

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Playwright's synchronous interface runs an event loop in this thread; Django then takes every
# query for one made inside asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from django.conf import settings
from django.core.management import call_command

from bench.first_city import CITY, leader, load_city
from bench.map_pan import driving, paths
from bench.map_pan.figures import PARTS, PanFigures
from bench.map_pan.picture import picture
from bench.map_pan.serving import chromium, fresh_page, site
from bench.telling import machine, say
from cases.pyramid.bulk import fold
from grids.models import City

SMALL: Final = "--small" in sys.argv
STARTS: Final = 5
"""So many browsers that have kept nothing open the map, one after another."""


def main() -> int:
    call_command("migrate", verbosity=0)
    cases = load_city("small" if SMALL else "full")
    fold()
    with leader(City.objects.get(slug=CITY)) as session, site() as origin:
        found = pan(cases, origin, (settings.SESSION_COOKIE_NAME, session))
    say(*found.lines())
    if not SMALL:
        write(found)
    return 0 if all(held for _, held in found.goals()) else 1


def pan(cases: int, origin: str, cookie: tuple[str, str]) -> PanFigures:
    """Fly the path with everything while no tile is drawn yet, then filter, then start anew."""
    path = paths.recorded()
    pictures = Path(os.environ["WANGGE_VAR"]) / "screenshots"
    pictures.mkdir(exist_ok=True)
    with chromium() as browser:
        with fresh_page(browser, origin, cookie) as page:
            driving.arrive(page, CITY, path)
            renderer = str(page.evaluate("probe.renderer()"))
            legs, views = driving.fly(page, path, CITY, pictures)
            filtered = driving.filter_everywhere(page, path, pictures)
            parts = {part: driving.fly_over(page, path, part) for part in PARTS}
        first = []
        for _ in range(STARTS):
            with fresh_page(browser, origin, cookie) as page:
                first.append(driving.first_data_ms(page, CITY))
                page.screenshot(path=pictures / "first-data.png")
    return PanFigures(
        cases=cases,
        renderer=renderer,
        legs=legs,
        parts=parts,
        views=views,
        filtered=filtered,
        first_ms=first,
    )


def write(found: PanFigures) -> None:
    results = Path(os.environ["WANGGE_BENCH_RESULTS"])
    at = datetime.now(UTC).isoformat(timespec="seconds")
    document = {"at": at, "machine": machine(), **found.as_json()}
    (results / "pan.json").write_text(json.dumps(document, indent=1, ensure_ascii=False))
    (results / "pan.svg").write_text(picture(found))
    say(f"written: {results / 'pan.json'}, pan.svg")


if __name__ == "__main__":
    sys.exit(main())
