"""What the tiles are to reach beside others of the same run, and whether they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bench.tile_bench.asking import Answers
from bench.tile_bench.writing import WritingFigures

SINGLE_ZOOMS: Final = (14, 16, 18)
COUNTED_ZOOMS: Final = (6, 8, 10, 12)
UNCHANGED_ZOOM: Final = 16
"""Of those at which a 304 is asked for, the one with single cases."""
MOST_OF_BARE: Final = 1.3
LEAST_OF_TIPG: Final = 2.3
SIMPLE: Final = ("cold", "cold, one filter")
SIMPLE_MS: Final = 50.0
MIXED_MS: Final = 150.0
LEAST_OF_COUNTING: Final = 10.0
LEAST_OF_EMPTY: Final = {"warm": 0.20, "unchanged (304)": 0.30}
LEAST_KEPT: Final = 0.70

Goal = tuple[str, bool]
"""In words, with its figure, and whether it is held."""


def goals(answers: list[Answers], written: Iterable[WritingFigures]) -> list[Goal]:
    """Each goal with what was seen; none where nothing was asked."""
    if not answers:
        return []
    by = {(one.who, one.what, one.zoom, one.clients): one for one in answers}
    return [*_single(by), *_counted(by), *_again(by), *_written(written)]


_By = dict[tuple[str, str, int, int], Answers]


def _single(by: _By) -> Iterator[Goal]:
    for (who, what, zoom, clients), ours in by.items():
        if who != "wangge" or what != "cold" or zoom not in SINGLE_ZOOMS:
            continue
        where = f"z{zoom}, {_many(clients)}"
        bare, view, tipg = (
            by[other, "cold", zoom, clients].per_s for other in ("bare SQL", "bare view", "tipg")
        )
        times = bare / ours.per_s
        least = bare * (1 / view + _seconds_of_version(by, clients))
        yield (
            f"{where}: {times:.2f} times the bare statement's time (at most {MOST_OF_BARE}; a view"
            f" of nothing but that statement {bare / view:.2f}, and with what a 304 takes to know"
            f" rights and version {least:.2f})",
            times <= MOST_OF_BARE,
        )
        faster = ours.per_s / tipg
        yield (
            f"{where}: {faster:.1f} times tipg's rate (at least {LEAST_OF_TIPG}; the bare"
            f" statement {bare / tipg:.1f})",
            faster >= LEAST_OF_TIPG,
        )


def _seconds_of_version(by: _By, clients: int) -> float:
    """Return what a 304 takes longer than an empty view: nobody knows sooner what one may see."""
    same, empty = (
        by[who, what, UNCHANGED_ZOOM, clients].per_s
        for who, what in (("wangge", "unchanged (304)"), ("empty view", "ceiling"))
    )
    return 1 / same - 1 / empty


def _counted(by: _By) -> Iterator[Goal]:
    cold = [
        one
        for one in by.values()
        if one.who == "wangge" and one.what.startswith("cold") and one.zoom in COUNTED_ZOOMS
    ]
    for clients in sorted({one.clients for one in cold}):
        asked = [one for one in cold if one.clients == clients]
        for name, most_ms, those in (
            ("unfiltered or with one filter", SIMPLE_MS, [a for a in asked if a.what in SIMPLE]),
            ("any mix", MIXED_MS, [a for a in asked if a.what not in SIMPLE]),
        ):
            worst = max(those, key=lambda one: one.p95_ms)
            yield (
                f"z6-z12 cold, {_many(clients)}, {name}: p95 {worst.p95_ms:.0f} ms at most"
                f" (z{worst.zoom}, {worst.what}; goal {most_ms:.0f})",
                worst.p95_ms <= most_ms,
            )
    for zoom in COUNTED_ZOOMS[:2]:
        times = by["bare SQL", "cold", zoom, 1].p50_ms / by["wangge", "cold", zoom, 1].p50_ms
        yield (
            f"z{zoom}: {times:.0f} times as fast as counting per cell (at least"
            f" {LEAST_OF_COUNTING:.0f})",
            times >= LEAST_OF_COUNTING,
        )


def _again(by: _By) -> Iterator[Goal]:
    for (_, what, zoom, clients), one in by.items():
        if what in LEAST_OF_EMPTY:
            share = one.per_s / by["empty view", "ceiling", zoom, clients].per_s
            yield (
                f"{what} at z{zoom}, {_many(clients)}: {100 * share:.0f} % of an empty view's rate"
                f" (at least {100 * LEAST_OF_EMPTY[what]:.0f})",
                share >= LEAST_OF_EMPTY[what],
            )


def _written(written: Iterable[WritingFigures]) -> Iterator[Goal]:
    for one in written:
        yield (
            f"{one.way}: {100 * one.kept:.0f} % of the rate without our triggers (at least"
            f" {100 * LEAST_KEPT:.0f})",
            one.kept >= LEAST_KEPT,
        )


def _many(clients: int) -> str:
    return f"{clients} client{'s' if clients > 1 else ''}"
