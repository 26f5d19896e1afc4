"""bin/bench first-city [DIRECTORY]: the first running city in figures.

Import of Boston beside bare SQL (where DIRECTORY or WANGGE_DATA/boston holds the source), snaps,
and tiles of the model city at full scale beside tipg and beside the bare statement, in one run on
one table with the same attributes. Tiles are cold: no server keeps one, and in a round each runner
asks for each once; rounds take turns, and the fastest counts. The database's pages are in memory
for all. What z16 tiles say is decoded and must be equal; what zooms 10 and 13 count must be exact.
Writes first-city.json and first-city.svg.
"""
# Django must be set up before models are imported.
# ruff: noqa: E402

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from bench.imports import ImportFigures, compare, fresh_database
from bench.telling import machine, say
from bench.tile_race import servers, snaps, table
from bench.tile_race.clients import Figures, race_http, race_sql
from bench.tile_race.content import Equality, compare_cases, compare_counts
from bench.tile_race.picture import picture
from bench.tile_race.statements import COUNTED, SINGLE
from cases.layers import SINGLE_FROM_ZOOM
from departments.models import Membership, Organization, Post
from gis_core.tile import TileAddress
from grids.models import City

CITY = "xiangtan"
FULL_SCALE = 557_939
TILES = {10: 8, 13: 24, 16: 120}
"""Zoom -> tiles that are asked for, at most."""
CLIENTS = (1, 8)
ROUNDS = {10: 1, 13: 2, 16: 3}
AT_MOST_S = 40.0
"""No tile is asked for after so long: a runner that takes seconds a tile shall not take hours."""


Runner = Callable[..., Figures]
Race = tuple[list[Figures], dict[int, Equality]]


def main(arguments: list[str]) -> int:
    call_command("migrate", verbosity=0)
    imported = import_boston(arguments)
    cases = load_city()
    city = City.objects.get(slug=CITY)
    snapped = snaps.measure(city, datetime.now(UTC))
    say(*snapped.lines())
    figures, equalities = race(city)
    write(cases, imported, snapped, figures, equalities)
    return 0 if all(found.is_equal for found in equalities.values()) else 1


def import_boston(arguments: list[str]) -> ImportFigures | None:
    """Import the whole source twice, ours and bare; None where there is no source."""
    data = os.environ.get("WANGGE_DATA")
    given = arguments[0] if arguments else f"{data}/boston" if data else ""
    if not given or not Path(given).is_dir():
        say("import        NOT RUN: give the directory of the Boston files, or set WANGGE_DATA")
        return None
    with fresh_database():
        found = compare(Path(given))
    say(*found.lines())
    return found


def load_city(scale: str = "full") -> int:
    """Load the demo city unless it is loaded already; returns its cases."""
    call_command("load_demo", scale=scale)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_case")
        cursor.execute("SELECT count(*) FROM cases_case c JOIN grids_city g ON g.id = c.city_id"
                       " WHERE g.slug = %s", [CITY])  # fmt: skip
        (cases,) = cursor.fetchone()
    if scale == "full" and cases < FULL_SCALE:
        raise SystemExit(f"the city holds {cases:,} cases, not {FULL_SCALE:,}")
    return int(cases)


def race(city: City) -> Race:
    """Run ours, the peer and the bare statement over the same tiles, zoom by zoom."""
    table.make_view(city)
    figures: list[Figures] = []
    equal: dict[int, Equality] = {}
    with ExitStack() as running:
        running.callback(table.drop_view)
        session = running.enter_context(leader(city))
        ours = running.enter_context(servers.ours(city.slug, session))
        tipg = running.enter_context(servers.tipg(os.environ["WANGGE_BENCH_PEERS"], url()))
        for zoom, at_most in TILES.items():
            full = table.tiles_with_cases(zoom, at_most)
            tiles = [tile.address for tile in full]
            counted = zoom < SINGLE_FROM_ZOOM
            equal[zoom] = (
                compare_counts(ours, full) if counted else compare_cases(ours, tipg, tiles)
            )
            say(*said_of(zoom, equal[zoom], counted))
            runners = runners_of(ours, tipg, COUNTED if counted else SINGLE, tiles)
            for clients in CLIENTS:
                best = fastest(runners, clients, ROUNDS[zoom])
                say(*(run.line() for run in best))
                figures += best
    return figures, equal


def runners_of(
    ours: servers.Server, tipg: servers.Server, bare: str, tiles: list[TileAddress]
) -> list[Runner]:
    """Return who runs: both servers with and without compression, and the bare statement."""
    limit: dict[str, Any] = {"tiles": tiles, "at_most_s": AT_MOST_S}
    http = [
        partial(race_http, server, encoding=encoding, **limit)
        for encoding in ("gzip", "identity")
        for server in (ours, tipg)
    ]
    return [*http, partial(race_sql, bare, url(), **limit)]


def fastest(runners: list[Runner], clients: int, rounds: int) -> list[Figures]:
    """Return each runner's fastest round; they take turns, so that a busy minute hits all."""
    ran = [[run(clients=clients) for run in runners] for _ in range(rounds)]
    return [max(turns, key=lambda turn: turn.tiles_per_s) for turns in zip(*ran, strict=True)]


@contextmanager
def leader(city: City) -> Iterator[str]:
    """Give the session of an account that holds the leader's post, and take all of it back."""
    account = User.objects.create(username=f"bench-{datetime.now(UTC):%H%M%S%f}")
    try:
        Membership.objects.create(
            user=account,
            post=Post.objects.get(city=city, code="leader"),
            organization=Organization.objects.filter(city=city, parent=None)[0],
            city=city,
            valid_from=datetime(2000, 1, 1, tzinfo=UTC),
        )
        browser = Client()
        browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        yield browser.cookies[settings.SESSION_COOKIE_NAME].value
        browser.logout()
    finally:
        account.delete()


def said_of(zoom: int, equality: Equality, counted: bool) -> list[str]:
    """Return what a zoom's tiles hold, and how they differ where they do."""
    what = "exact counts; tipg: every point" if counted else "the same cases as tipg's"
    verdict = "equal" if equality.is_equal else "DIFFERENT"
    head = f"z{zoom}: {equality.tiles} tiles, {equality.features:,} cases, {what}: {verdict}"
    return [head, *(f"  {difference}" for difference in equality.differing)]


def write(
    cases: int,
    imported: ImportFigures | None,
    snapped: snaps.SnapFigures,
    figures: list[Figures],
    equalities: dict[int, Equality],
) -> None:
    """Write the results as JSON and as a picture."""
    results = Path(os.environ["WANGGE_BENCH_RESULTS"])
    notes = {
        zoom: f"{found.tiles} tiles, " + (
            "ours and SQL: exact counts per square; tipg: every point"
            if zoom < SINGLE_FROM_ZOOM
            else f"{found.features:,} cases, contents {'equal' if found.is_equal else 'DIFFERENT'}"
        )
        for zoom, found in equalities.items()
    }  # fmt: skip
    document = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {**machine(), **servers.versions(os.environ["WANGGE_BENCH_PEERS"])},
        "import": imported and {
            "rows_per_s": round(imported.report.rows_per_s),
            "bare_rows_per_s": round(imported.bare_rows_per_s),
            "ratio": round(imported.ratio, 3),
            "loaded": imported.report.loaded,
            "refused": len(imported.report.refused),
            "unplaced": imported.report.unplaced,
        },
        "cases": cases,
        "snaps": snapped.as_json(),
        "content": notes,
        "tiles": [run.as_json() for run in figures],
    }  # fmt: skip
    (results / "first-city.json").write_text(json.dumps(document, indent=1, ensure_ascii=False))
    heading = f"Cold tiles per second, {cases:,} cases, {os.cpu_count()} cores"
    (results / "first-city.svg").write_text(picture(figures, heading, notes))
    say(f"written: {results / 'first-city.json'}, first-city.svg")


def url() -> str:
    """Return the database's address as libpq takes it."""
    return os.environ["DATABASE_URL"].replace("postgis://", "postgresql://", 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
