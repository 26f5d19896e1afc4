"""Where cases gather: seeded hot spots near markets and in the middle of each town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from demo.ground import Flags, Floats, Ground, Indices

DISTRICT_SHARE: Final = {
    "430302": 0.43,
    "430304": 0.45,
    "430321": 0.06,
    "430381": 0.045,
    "430382": 0.015,
}
"""Share of the cases by district, an assumption: the two urban ones carry nearly all."""

RURAL_LOAD: Final = 0.003
"""Load of a square kilometre of countryside beside one in town."""

BUSY_COUNTRYSIDE: Final = {"430372100": 0.1}
"""Streets of cells marked rural that have a platform of their own, and their load: 昭山镇."""

STREET_CORNERS: Final = 48
"""Hot spots besides the markets."""

TOWN_M: Final = 2500.0
"""How far from its middle a town is dense, as a standard deviation."""

SPOT_M: Final = (140.0, 420.0)
SPOT_LOAD: Final = (6.0, 30.0)
"""Radius of a hot spot (standard deviation) and its load at the middle: from, to."""


@dataclass(frozen=True, slots=True)
class Load:
    """Each cell's share of the cases: of those that seek crowds, and of the others."""

    crowded: Floats
    calm: Floats

    def draw(self, rng: Generator, crowd: Flags) -> Indices:
        """Return a cell for each case; `crowd` says which cases seek crowds."""
        cell = np.empty(len(crowd), dtype=np.intp)
        for share, mine in ((self.crowded, crowd), (self.calm, ~crowd)):
            cell[mine] = rng.choice(len(share), size=int(mine.sum()), p=share)
        return cell


def cell_load(rng: Generator, ground: Ground, markets_m: Floats) -> Load:
    """Draw the hot spots and return each cell's load. `markets_m` is (markets, 2) in metres."""
    town = _town(ground)
    corners = rng.choice(len(town), size=STREET_CORNERS, p=town / town.sum())
    spots = np.vstack([markets_m, ground.centre_m[corners]])
    heat = _heat(rng, ground, spots)
    rural = np.array([BUSY_COUNTRYSIDE.get(street, RURAL_LOAD) for street in ground.streets])
    size = ground.area_m2 * np.where(ground.rural, rural, 1.0)
    return Load(
        crowded=_by_district(ground, size * (0.15 + 2 * town + heat)),
        calm=_by_district(ground, size * (0.6 + 2 * town + 0.25 * heat)),
    )


def town_share(ground: Ground) -> Floats:
    """Return where what people look for is likely to be: built-up cells, most in the towns."""
    density = np.where(ground.rural, 0.0, 0.25 + _town(ground))
    return _by_district(ground, ground.area_m2 * density)


def _town(ground: Ground) -> Floats:
    """Return how much each urban cell lies in the middle of its town, 0 to 1."""
    density = np.zeros(len(ground.codes))
    districts = np.array(ground.districts)
    for district in np.unique(districts):
        mine = (districts == district) & ~ground.rural
        middle = np.median(ground.centre_m[mine], axis=0) if mine.any() else np.zeros(2)
        far = np.square(ground.centre_m[mine] - middle).sum(axis=1)
        density[mine] = np.exp(-far / (2 * TOWN_M**2))
    return density


def _heat(rng: Generator, ground: Ground, spots: Floats) -> Floats:
    heat = np.zeros(len(ground.codes))
    for x, y in spots:
        far = np.square(ground.centre_m - (x, y)).sum(axis=1)
        heat += rng.uniform(*SPOT_LOAD) * np.exp(-far / (2 * rng.uniform(*SPOT_M) ** 2))
    return heat


def _by_district(ground: Ground, load: Floats) -> Floats:
    """Return shares that sum to one, each district's own by DISTRICT_SHARE."""
    share = np.zeros(len(load))
    districts = np.array(ground.districts)
    for district, part in DISTRICT_SHARE.items():
        mine = districts == district
        if load[mine].any():
            share[mine] = part * load[mine] / load[mine].sum()
    return np.asarray(share / share.sum())
