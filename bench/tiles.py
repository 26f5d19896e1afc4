"""bin/bench tiles: our tiles beside tipg, django-vectortiles, MapServer and the bare statement.

The model city at full scale; in one run, on one view of one table, with the same connection
settings and attributes: every zoom cold (no server has drawn the tile), filtered, warm and
unchanged (304), with 1, 8 and 64 clients; what an empty Django view reaches on the same server;
what our triggers cost whoever writes; and ten times the cases, generated in a copy of the database.
What tiles say is decoded and compared. Writes tiles.json and tiles.svg.

Peers cannot count: below zoom 14 they send every point, and a tile of theirs is asked for a few
times only. With --quick everything is asked for less often, and there are no ten times the cases;
--small does so with the small city, to see that it works; --tenfold shows ten times the cases and
nothing else. The latter two write nothing.
"""
# Django must be set up before models are imported.
# ruff: noqa: E402

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

# This folder is where Python looks first, and `tiles` is a room's name.
sys.path = [path for path in sys.path if Path(path).resolve() != Path(__file__).resolve().parent]

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CACHE = Path(tempfile.mkdtemp(prefix="bench-tiles-"))
os.environ["WANGGE_TILE_CACHE"] = str(CACHE)
os.environ["WANGGE_TILE_QUEUE"] = "64"
django.setup()

from django.core.management import call_command

from bench.first_city import CITY, leader, load_city, url
from bench.telling import say
from bench.tile_bench import mapserver, multiplying, tenfold, writing
from bench.tile_bench.asking import Answers, Asking
from bench.tile_bench.results import Results
from bench.tile_race import servers, table
from bench.tile_race.clients import race_sql
from bench.tile_race.content import compare_cases, compare_counts
from bench.tile_race.statements import COUNTED, SINGLE
from cases.layers import SINGLE_FROM_ZOOM
from cases.pyramid.bulk import differences, fold
from gis_core.tile import TileAddress
from grids.models import City
from tiles.mvt import AT_MOST_FEATURES, CROWDED_ZOOMS

SMALL = "--small" in sys.argv
QUICK = SMALL or "--quick" in sys.argv
ONLY_TENFOLD = "--tenfold" in sys.argv
TILES = {6: 1, 8: 4, 10: 8, 12: 24, 13: 24, 14: 60, 16: 200, 18: 400}
"""Zoom -> tiles that are asked for cold, at most."""
WARMING = 120
"""Tiles that each server is asked for before, untimed: by then its connections know the tables."""
FILTERS = {
    "one filter": "state_group=closed",
    "class and months": "class=07001&from=2019-03-01&to=2021-06-30",
    "days": "from=2020-03-05&to=2021-03-17",
    "any mix": "state_group=closed&source=collector&from=2018-01-15",
    "any mix, CQL2": "filter=class%20LIKE%20'07%25'%20AND%20NOT%20district='430302'",
}
COUNTING = {"": "cold", **{query: f"cold, {name}" for name, query in FILTERS.items()}}
CLIENTS = (1, 8, 64)
ROUNDS = 3
"""In which we, the bare statement and its view take turns; the one in the middle counts."""
AT_MOST_S = 8.0 if QUICK else 20.0
WARM = 1000 if QUICK else 3000


def main() -> int:
    call_command("migrate", verbosity=0)
    results = Results(cases=load_city("small" if SMALL else "full"))
    fold()
    city = City.objects.get(slug=CITY)
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, CACHE, ignore_errors=True)
        table.make_view(city)
        ending.callback(table.drop_view)
        if not ONLY_TENFOLD:
            race(city, results)
        if ONLY_TENFOLD or SMALL or not QUICK:
            results.tenfold = ten_times(city)
        if not ONLY_TENFOLD:
            # The last, for it leaves the tables larger than it found them.
            results.written = writing.measure(url())
            say(*(w.line() for w in results.written))
    results.tell()
    if not (SMALL or ONLY_TENFOLD):
        results.write(Path(os.environ["WANGGE_BENCH_RESULTS"]))
    return 0 if results.are_right else 1


def race(city: City, results: Results) -> None:
    """Run everybody beside everybody, and compare what they say."""
    python = os.environ["WANGGE_BENCH_PEERS"]
    with ExitStack() as running:
        session = running.enter_context(leader(city))
        ours = running.enter_context(servers.ours(city.slug, session))
        tipg = running.enter_context(servers.tipg(python, url()))
        vectortiles = running.enter_context(servers.vectortiles(python, url()))
        maps = running.enter_context(mapserver.mapserver(url()))
        empty = running.enter_context(servers.empty(session))
        peers = [tipg, vectortiles, maps]
        results.content = right(ours, peers)
        for found in run(ours, peers, empty):
            say(found.line())
            results.answers.append(found)


def ten_times(city: City) -> list[tenfold.Compared]:
    if not multiplying.fits():
        say("ten times the cases: NOT RUN, they need 15 GB of disk")
        return []
    return tenfold.measure(city, tenfold.Plan(filters=FILTERS, tiles=TILES, forget=forget))


def right(ours: servers.Server, peers: list[servers.Server]) -> dict[str, bool]:
    """Decode what is sent: single cases as the peers', counts as SQL's, the pyramid as a count."""
    single = [tile.address for tile in table.tiles_with_cases(16, 20)]
    found = {}
    for peer in peers:
        equality = compare_cases(ours, peer, single)
        found[f"z16 as {peer.name}'s"] = equality.is_equal
        say(*(f"  {difference}" for difference in equality.differing))
    for zoom in (6, 9, 12):
        full = table.tiles_with_cases(zoom, 12)
        found[f"z{zoom} counts as SQL's"] = compare_counts(ours, full).is_equal
    found["pyramid as a plain count"] = differences().are_none
    say(*(f"{what}: {'equal' if good else 'DIFFERENT'}" for what, good in found.items()))
    return found


def run(
    ours: servers.Server, peers: list[servers.Server], empty: servers.Server
) -> Iterator[Answers]:
    """Ask everybody for everything, one after another."""
    for zoom, at_most in TILES.items():
        tiles = [tile.address for tile in table.tiles_with_cases(zoom, at_most)]
        if zoom < SINGLE_FROM_ZOOM:
            yield from counted(ours, peers, tiles)
        else:
            yield from single(ours, peers, servers.bare_view(empty), zoom)
        if zoom in (10, 16):
            yield from again(ours, empty, tiles)


def counted(
    ours: servers.Server, peers: list[servers.Server], tiles: list[TileAddress]
) -> Iterator[Answers]:
    """Ask for counts per square, with all filters; peers, who cannot count, for every point."""
    for clients in CLIENTS[:2]:
        for query, what in COUNTING.items():
            # As the bare statement's, the connections have met this one; no tile is kept.
            Asking(server=ours, what="", query=query).run(tiles, clients=8, at_most_s=AT_MOST_S)
            forget()
            yield Asking(server=ours, what=what, query=query).run(
                tiles, clients=clients, at_most_s=AT_MOST_S
            )
        if tiles[0].z in (10, 12):
            for peer in peers:
                yield Asking(server=peer, what="cold").run(
                    tiles, clients=clients, at_most_s=AT_MOST_S
                )
        yield bare(COUNTED, tiles, clients)


def single(
    ours: servers.Server, peers: list[servers.Server], view: servers.Server, zoom: int
) -> Iterator[Answers]:
    """Ask for tiles that everybody sends with the same features; then for those too full for it."""
    crowded = zoom < SINGLE_FROM_ZOOM + CROWDED_ZOOMS
    up_to = AT_MOST_FEATURES if crowded else None
    fitting = table.tiles_with_cases(zoom, TILES[zoom] + WARMING, up_to=up_to)
    addresses = [tile.address for tile in fitting]
    tiles, others = addresses[: TILES[zoom]], addresses[TILES[zoom] :]

    def cold(server: servers.Server) -> Answers:
        forget()
        Asking(server=server, what="").run(others, clients=8, at_most_s=AT_MOST_S)
        return Asking(server=server, what="cold").run(tiles, clients=clients, at_most_s=AT_MOST_S)

    for clients in CLIENTS[:2]:
        yield from (cold(peer) for peer in peers)
        rounds = [(cold(ours), cold(view), bare(SINGLE, tiles, clients)) for _ in range(ROUNDS)]
        yield from (in_the_middle(answers) for answers in zip(*rounds, strict=True))
    if crowded:
        every = table.tiles_with_cases(zoom, 10**6)
        full = [tile.address for tile in every if tile.cases > AT_MOST_FEATURES]
        what = f"cold, counted: over {AT_MOST_FEATURES:,}"
        forget()
        yield Asking(server=ours, what=what).run(full, clients=1, at_most_s=AT_MOST_S)


def in_the_middle(rounds: tuple[Answers, ...]) -> Answers:
    return sorted(rounds, key=lambda answers: answers.per_s)[len(rounds) // 2]


def again(
    ours: servers.Server, empty: servers.Server, tiles: list[TileAddress]
) -> Iterator[Answers]:
    """What was drawn before: sent again, and found unchanged; beside what answers nothing."""
    tags: dict[TileAddress, str] = {}
    Asking(server=ours, what="").run(tiles, clients=1, at_most_s=60, seen=tags)
    many = [tiles[n % len(tiles)] for n in range(WARM)]
    asked = (
        Asking(server=empty, what="ceiling"),
        Asking(server=ours, what="warm"),
        Asking(server=ours, what="unchanged (304)", tags=tags),
    )
    for clients in CLIENTS:
        rounds = [
            [one.run(many, clients=clients, at_most_s=AT_MOST_S) for one in asked]
            for _ in range(ROUNDS)
        ]
        yield from (in_the_middle(answers) for answers in zip(*rounds, strict=True))


def bare(statement: str, tiles: list[TileAddress], clients: int) -> Answers:
    found = race_sql(statement, url(), tiles, clients=clients, at_most_s=AT_MOST_S)
    return Answers(
        who="bare SQL",
        what="cold",
        zoom=found.zoom,
        clients=clients,
        answered=found.tiles,
        refused=found.refused,
        per_s=found.tiles_per_s,
        p50_ms=found.p50_ms,
        p95_ms=found.p95_ms,
        p99_ms=found.p99_ms,
        bytes_per_tile=found.bytes_per_tile,
    )


def forget() -> None:
    """Put drawn tiles aside: to delete them would make new files slow for five seconds."""
    aside = Path(tempfile.mkdtemp(dir=CACHE))
    for number, entry in enumerate(CACHE.glob("??/*")):
        entry.rename(aside / str(number))


if __name__ == "__main__":
    sys.exit(main())
