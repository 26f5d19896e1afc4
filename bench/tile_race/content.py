"""Whether two servers' tiles say the same, read with `mapbox-vector-tile`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import mapbox_vector_tile

from bench.tile_race.servers import Server, fetch
from bench.tile_race.table import Fullness
from gis_core.tile import EXTENT, TileAddress

Features = dict[str, tuple[tuple[int, int], dict[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Equality:
    """What was compared; `differing` names the first things that are not the same."""

    tiles: int
    features: int
    differing: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        return not self.differing


def compare_cases(one: Server, other: Server, tiles: Iterable[TileAddress]) -> Equality:
    """Compare the single cases inside each tile: which, their attributes, their places (1 step).

    Cases in the buffer outside the tile are left out: the peer selects by the tile without it.
    """
    compared, count = 0, 0
    differing: list[str] = []
    for at in tiles:
        mine, theirs = cases_in(one, at), cases_in(other, at)
        differing += differences(at, mine, theirs)
        compared, count = compared + 1, count + len(mine)
    return Equality(tiles=compared, features=count, differing=tuple(differing[:20]))


def differences(at: TileAddress, mine: Features, theirs: Features) -> list[str]:
    """Return each difference as a sentence."""
    # A case within a step of the border may be rounded to either side of it.
    lone = {
        key
        for key in mine.keys() ^ theirs.keys()
        if not _near_border((mine.get(key) or theirs[key])[0])
    }
    found = [f"{at}: only one of them has {key}" for key in sorted(lone)]
    for key in mine.keys() & theirs.keys():
        (place, says), (other_place, other_says) = mine[key], theirs[key]
        if says != other_says:
            found.append(f"{at}: {key} says {says} and {other_says}")
        if max(abs(a - b) for a, b in zip(place, other_place, strict=True)) > 1:
            found.append(f"{at}: {key} lies at {place} and {other_place}")
    return found


def cases_in(server: Server, at: TileAddress) -> Features:
    """Return id -> (place in steps of the tile, attributes) of the cases inside the tile.

    MapServer writes an empty text where others leave out what is null: both count as left out.
    """
    return {
        feature["properties"]["id"]: (
            tuple(feature["geometry"]["coordinates"]),
            {name: value for name, value in feature["properties"].items() if value != ""},
        )
        for feature in _features(server, at)
        if all(0 <= step <= EXTENT for step in feature["geometry"]["coordinates"])
    }


def compare_counts(server: Server, tiles: Iterable[Fullness]) -> Equality:
    """Compare the sum of a tile's counts with the number of cases that SQL counts in it."""
    compared, count = 0, 0
    differing = []
    for tile in tiles:
        counted = sum(f["properties"]["count"] for f in _features(server, tile.address))
        if counted != tile.cases:
            differing.append(f"{tile.address}: counts {counted}, holds {tile.cases}")
        compared, count = compared + 1, count + counted
    return Equality(tiles=compared, features=count, differing=tuple(differing[:20]))


def _features(server: Server, at: TileAddress) -> list[dict[str, Any]]:
    status, body = fetch(server, at)
    if status not in (200, 204):
        raise RuntimeError(f"{server.name} answers {status} for {at}: {body[:300]!r}")
    if not body:
        return []
    found: list[dict[str, Any]] = mapbox_vector_tile.decode(body)[server.layer]["features"]
    return found


def _near_border(place: tuple[int, int]) -> bool:
    return any(step <= 1 or step >= EXTENT - 1 for step in place)
