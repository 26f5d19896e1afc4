"""Ten times the cases beside the loaded city: the same questions, asked of the same tiles.

Below zoom 13 a tile's work should not follow the number of cases. From zoom 13 on it does, as a
tile then holds more of them: there, tiles are compared that hold equally many.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from statistics import fmean, median
from typing import Any, Final

from bench.first_city import leader
from bench.telling import say
from bench.tile_bench.asking import Answers, Asking
from bench.tile_bench.goals import Goal
from bench.tile_bench.multiplying import TIMES, tenfold_database
from bench.tile_race import servers, table
from bench.tile_race.table import Fullness
from gis_core.tile import TileAddress
from grids.models import City

COUNTED: Final = (6, 8, 10, 12)
EQUAL: Final = (13, 14, 16, 18)
AT_MOST_S: Final = 30.0
ANSWERS: Final = 24
"""So many answers at least make a figure: a low zoom has few tiles, which are asked for again."""
GOAL_RATIO: Final = 2.0
GOAL_ANY_MIX_MS: Final = 800.0


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One way of asking at one zoom, by one client, cold: milliseconds of p50 and p95."""

    what: str
    zoom: int
    cases_per_tile: int
    cases_per_tile_tenfold: int
    p50_ms: float
    p95_ms: float
    p50_ms_tenfold: float
    p95_ms_tenfold: float
    refused_tenfold: int

    @property
    def ratio(self) -> float:
        return self.p50_ms_tenfold / max(0.01, self.p50_ms)

    def line(self) -> str:
        refused = f"  {self.refused_tenfold} REFUSED" if self.refused_tenfold else ""
        return (
            f"  z{self.zoom:<2} {self.what:<24} {self.cases_per_tile:>7,} -> "
            f"{self.cases_per_tile_tenfold:>9,} cases a tile  p50 {self.p50_ms:6.1f} ->"
            f" {self.p50_ms_tenfold:6.1f}  p95 {self.p95_ms:6.1f} -> {self.p95_ms_tenfold:6.1f} ms"
            f"  {self.ratio:4.2f} times{refused}"
        )

    def as_json(self) -> dict[str, Any]:
        rounded = {k: round(v, 2) if isinstance(v, float) else v for k, v in asdict(self).items()}
        return {**rounded, "ratio": round(self.ratio, 3)}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is asked: name -> query string of the filters, zoom -> tiles; how a cache is emptied."""

    filters: dict[str, str]
    tiles: dict[int, int]
    forget: Callable[[], None]


@dataclass(frozen=True)
class Asked:
    """The tiles of one zoom, and what each round over them was answered."""

    tiles: list[Fullness]
    rounds: list[Answers]

    @property
    def cases_per_tile(self) -> float:
        return fmean(tile.cases for tile in self.tiles)


Questions = dict[tuple[int, str], Asked]
"""By zoom, and what is asked for."""


def measure(city: City, plan: Plan) -> list[Compared]:
    """Ask the loaded city, make the larger one, ask that, drop it."""
    before = _ask(city, plan, _usual(plan))
    say(f"making {TIMES} times the cases …")
    with tenfold_database() as cases:
        say(f"{cases:,} cases, generated from the loaded city's, in a database of their own")
        table.make_view(city)
        after = _ask(city, plan, _as_full_as(before))
    found = [
        _compared(zoom, what, asked, after[zoom, what]) for (zoom, what), asked in before.items()
    ]
    say(*(one.line() for one in found))
    return found


def goals(found: list[Compared]) -> list[Goal]:
    """Each goal in words with its figure, and whether it is held; none where nothing was asked."""
    if not found:
        return []
    mixed = [one for one in found if one.what.startswith("any mix")]
    followed = [one for one in found if one not in mixed and one.what != "days"]
    slowest = max(one.p95_ms_tenfold for one in mixed)
    most = max(followed, key=lambda one: one.ratio)
    return [
        (
            f"ten times the cases, unfiltered and one filter with months: {most.ratio:.2f} times"
            f" the time (z{most.zoom}, {most.what}; at most {GOAL_RATIO})",
            most.ratio <= GOAL_RATIO and not any(one.refused_tenfold for one in followed),
        ),
        (
            f"ten times the cases, any mix: p95 {slowest:.0f} ms (at most {GOAL_ANY_MIX_MS:.0f})",
            slowest <= GOAL_ANY_MIX_MS and not any(one.refused_tenfold for one in mixed),
        ),
    ]


def _usual(plan: Plan) -> dict[int, list[Fullness]]:
    return {zoom: table.tiles_with_cases(zoom, plan.tiles[zoom]) for zoom in (*COUNTED, *EQUAL)}


def _as_full_as(before: Questions) -> dict[int, list[Fullness]]:
    """The same tiles at low zooms; others of the larger city, as full as those, at high ones."""
    usual = {zoom: asked.tiles for (zoom, _), asked in before.items()}
    return {
        zoom: full if zoom in COUNTED else _alike(full, table.tiles_with_cases(zoom, 10**9))
        for zoom, full in usual.items()
    }


def _alike(wanted: list[Fullness], given: list[Fullness]) -> list[Fullness]:
    """For each tile another one that holds as many cases as possible like it; each once."""
    left = sorted(given, key=lambda tile: tile.cases)
    found = []
    for tile in wanted[: len(left)]:
        place = bisect_left(left, tile.cases, key=lambda other: other.cases)
        near = range(max(0, place - 1), min(len(left), place + 1))
        found.append(left.pop(min(near, key=lambda at: abs(left[at].cases - tile.cases))))
    return found


def _ask(city: City, plan: Plan, tiles: dict[int, list[Fullness]]) -> Questions:
    with ExitStack() as running:
        session = running.enter_context(leader(city))
        ours = running.enter_context(servers.ours(city.slug, session))
        return {
            (zoom, what): Asked(full, _cold(ours, what, query, full, plan))
            for zoom, full in tiles.items()
            for what, query in _asked(plan, zoom)
        }


def _asked(plan: Plan, zoom: int) -> Iterator[tuple[str, str]]:
    yield "unfiltered", ""
    if zoom in COUNTED:
        yield from plan.filters.items()


def _cold(
    ours: servers.Server, what: str, query: str, full: list[Fullness], plan: Plan
) -> list[Answers]:
    """Ask for all tiles again and again, each time cold, until there are answers enough.

    The first time warms the statements and the pages of the database and is left out.
    """
    asking = Asking(server=ours, what=what, query=query)
    tiles: list[TileAddress] = [tile.address for tile in full]
    rounds = []
    for _ in range(1 + max(2, ANSWERS // len(tiles))):
        plan.forget()
        rounds.append(asking.run(tiles, clients=1, at_most_s=AT_MOST_S))
    return rounds[1:]


def _compared(zoom: int, what: str, one: Asked, ten: Asked) -> Compared:
    return Compared(
        what=what,
        zoom=zoom,
        cases_per_tile=round(one.cases_per_tile),
        cases_per_tile_tenfold=round(ten.cases_per_tile * (TIMES if zoom in COUNTED else 1)),
        p50_ms=median(turn.p50_ms for turn in one.rounds),
        p95_ms=median(turn.p95_ms for turn in one.rounds),
        p50_ms_tenfold=median(turn.p50_ms for turn in ten.rounds),
        p95_ms_tenfold=median(turn.p95_ms for turn in ten.rounds),
        refused_tenfold=sum(turn.refused for turn in ten.rounds),
    )
