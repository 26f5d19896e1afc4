"""Areas that past cases show: where the units of one organisation take over from each other.

The city is laid out in squares. Of the units of an organisation that work in a part of the city
only, each square belongs to the one that got most of the cases around it, near ones counting most.
Classes whose cases keep to these areas count for more than those that do not: they are weighed
anew until the borders settle. What comes out are unions of squares, one for each unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from departments.learning.past import Floats, Ints, PastCases, recency

STEP_DEG: Final = 0.0009
"""Side of a square in latitude: 100 m."""

REACH_SQUARES: Final = (1.2, 4.0, 15.0)
REACH_WEIGHTS: Final = (1.0, 0.03, 0.001)
"""How far a case speaks, in squares (one standard deviation); the far ones decide where none is
near."""

LOCAL_SHARE: Final = 0.8
"""A unit works in a part of the city only, if so much of its work lies in ..."""

LOCAL_PART: Final = 0.3
LOCAL_ROOM: Final = 1.3
"""... that part of all cases where its share is greatest, or a little more than is its own."""

ENOUGH: Final = 60
"""Cases that show where a unit works."""

ROUNDS: Final = 3
TRUST_POWER: Final = 4
FADES_DAYS: Final = 150.0

NONE: Final = -1


@dataclass(frozen=True)
class Squares:
    """The grid that areas are made of: squares of `step` degrees from the south-western corner."""

    west: float
    south: float
    step: tuple[float, float]
    shape: tuple[int, int]

    @classmethod
    def over(cls, lon: Floats, lat: Floats) -> Squares:
        """Return squares over all points and a good way beyond them."""
        margin = 30
        lat_step = STEP_DEG
        lon_step = round(STEP_DEG / float(np.cos(np.radians(np.nanmean(lat)))), 4)
        # Half a unit of the fourth decimal aside, so that no edge runs through rounded points.
        west = float(np.floor(np.nanmin(lon) * 1e3) / 1e3 - margin * lon_step + 5e-5)
        south = float(np.floor(np.nanmin(lat) * 1e3) / 1e3 - margin * lat_step + 5e-5)
        columns = int((np.nanmax(lon) - west) / lon_step) + margin
        rows = int((np.nanmax(lat) - south) / lat_step) + margin
        return cls(west, south, (lon_step, lat_step), (columns, rows))

    def index(self, lon: Floats, lat: Floats) -> Ints:
        """Return the square of each point, counted column by column."""
        column = np.floor((lon - self.west) / self.step[0]).astype(np.intp)
        row = np.floor((lat - self.south) / self.step[1]).astype(np.intp)
        columns, rows = self.shape
        inside = np.clip(column, 0, columns - 1) * rows + np.clip(row, 0, rows - 1)
        return np.asarray(inside, dtype=np.intp)

    def spread(self, square: Ints, weights: Floats) -> Floats:
        """Return the weight in each square, as a map."""
        flat = np.bincount(square, weights, minlength=self.shape[0] * self.shape[1])
        return np.asarray(flat.reshape(self.shape))


@dataclass(frozen=True)
class Division:
    """How the parties of one family divide the city: `owner` of each square is a party's index.

    `of_organizations`: the organisations among each other; then it is an organisation's index.
    """

    owner: Ints
    of_organizations: bool = False

    def at(self, squares: Squares, past: PastCases) -> Ints:
        """Return in whose area each case lies; NONE without a place."""
        found = np.full(len(past), NONE, dtype=np.intp)
        placed = past.placed
        found[placed] = self.owner.ravel()[squares.index(past.lon[placed], past.lat[placed])]
        return found


def divisions(past: PastCases, squares: Squares) -> Iterator[Division]:
    """Yield how the units of each organisation divide the city, where they do."""
    known = past.only(past.placed)
    square = squares.index(known.lon, known.lat)
    everything = squares.spread(square, np.ones(len(known)))
    around = _blurred(everything, 10.0)
    for family in np.unique(known.family[known.party]):
        parties = [
            party
            for party in np.flatnonzero(known.family == family)
            if _is_local(squares.spread(square, known.party == party), everything, around)
        ]
        if len(parties) > 1:
            yield Division(_owners(known, squares, square, np.array(parties)))


def _is_local(own: Floats, everything: Floats, around: Floats) -> bool:
    total = own.sum()
    if total < ENOUGH:
        return False
    share = _blurred(own, 10.0) / (around + 1e-9)
    densest = np.argsort(-share.ravel(), kind="stable")
    room = max(LOCAL_PART * everything.sum(), LOCAL_ROOM * total)
    part = np.cumsum(everything.ravel()[densest]) <= room
    return bool(own.ravel()[densest][part].sum() > LOCAL_SHARE * total)


def _owners(past: PastCases, squares: Squares, square: Ints, parties: Ints) -> Ints:
    mine = np.isin(past.party, parties)
    past, square = past.only(mine), square[mine]
    who = np.searchsorted(parties, past.party)
    base = recency(past.age_days, FADES_DAYS)
    kinds = int(past.kind.max()) + 1
    trust = np.ones(kinds)
    owner = np.zeros(squares.shape, dtype=np.intp)
    for _ in range(ROUNDS):
        weights = base * trust[past.kind] ** TRUST_POWER
        maps = [
            _speaking(squares.spread(square[who == n], weights[who == n]))
            for n in range(len(parties))
        ]
        owner = np.argmax(np.stack(maps), axis=0)
        agrees = owner.ravel()[square] == who
        times = np.bincount(past.kind, minlength=kinds)
        trust = (np.bincount(past.kind, agrees, minlength=kinds) + 1) / (times + 3)
    return np.asarray(parties[owner], dtype=np.intp)


def _speaking(weights: Floats) -> Floats:
    """Return how strongly cases speak in each square, near and far ones together."""
    heard = [
        share * reach**2 * _blurred(weights, reach)
        for reach, share in zip(REACH_SQUARES, REACH_WEIGHTS, strict=True)
    ]
    return np.asarray(np.sum(heard, axis=0))


def _blurred(weights: Floats, reach: float) -> Floats:
    """Return a map with each weight spread over its neighbourhood, as a normal distribution."""
    columns, rows = weights.shape
    return np.asarray(_kernel(columns, reach) @ weights @ _kernel(rows, reach))


@lru_cache(maxsize=16)
def _kernel(size: int, reach: float) -> NDArray[np.float64]:
    apart = np.arange(size)[:, None] - np.arange(size)[None, :]
    normal = np.exp(-0.5 * (apart / reach) ** 2)
    normal[np.abs(apart) > 4 * reach] = 0
    return np.asarray(normal / (np.sqrt(2 * np.pi) * reach))
