"""Where in the demo city each street and community lies: anchors, town areas, seeded layout.

Positions and sizes are rough and generated around a few anchors, so that the old town, the river
front and the zones lie where people expect them. Nothing here is surveyed.
"""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.random import Generator

from demo.city import METRE_SRID
from demo.geography import GroundPlan
from demo.mosaic import Mosaic, Seeds, lay_mosaic, partition, scattered
from gis_core.geometry import TICKS_PER_DEGREE, Floats, Indices, from_ticks
from gis_core.srid import WGS84
from grids.coverage import unions
from grids.plane import Plane

SEED: Final = 4303

BUILT_UP_KM2: Final = {
    "430302": 68.0,
    "430304": 78.0,
    "430321": 20.0,
    "430381": 24.0,
    "430382": 6.0,
}
"""Built-up area by district, an assumption: about 200 km² in all."""

TOWN_SPACING_M: Final = 190.0
COUNTRY_SPACING_M: Final = 750.0
"""Size of the mosaic's faces: some 35 to a community in town, a dozen in the countryside."""

TOWN_RADII_M: Final = {
    (112.915, 27.850): 6_200.0,
    (112.905, 27.925): 2_800.0,
    (113.000, 27.955): 1_600.0,
    (112.945, 27.775): 2_900.0,
    (112.535, 27.735): 3_600.0,
    (112.525, 27.915): 1_700.0,
}
"""Middles of what is built up (old town and south bank, 九华, 昭山, 易俗河, 湘乡, 韶山), where the
mosaic is fine."""

ANCHORS: Final = {
    "430302001": (112.908, 27.858),
    "430302002": (112.918, 27.852),
    "430302003": (112.899, 27.868),
    "430302004": (112.892, 27.858),
    "430302005": (112.884, 27.843),
    "430302006": (112.868, 27.855),
    "430302007": (112.938, 27.880),
    "430302008": (112.862, 27.876),
    "430302100": (112.815, 27.955),
    "430302101": (112.800, 27.925),
    "430302102": (112.770, 27.860),
    "430302202": (112.840, 27.895),
    "430373001": (112.920, 27.918),
    "430373002": (112.885, 27.930),
    "430373200": (112.920, 27.985),
    "430304001": (112.945, 27.852),
    "430304002": (112.925, 27.823),
    "430304004": (112.932, 27.838),
    "430304005": (112.958, 27.802),
    "430304006": (112.952, 27.838),
    "430304008": (112.968, 27.822),
    "430304010": (112.958, 27.866),
    "430304014": (112.978, 27.850),
    "430304015": (113.010, 27.835),
    "430371001": (112.962, 27.890),
    "430371002": (112.990, 27.880),
    "430372100": (113.000, 27.950),
    "430321100": (112.945, 27.770),
    "430381001": (112.535, 27.762),
    "430381002": (112.540, 27.706),
    "430381003": (112.505, 27.733),
    "430381004": (112.568, 27.736),
    "430382100": (112.525, 27.915),
}
"""Longitude and latitude near which a street lies; the others find their place by the seed."""

CENTRE_SHARE: Final = 0.5
"""A town's own neighbourhood beside 1 for a village of the same street."""

SIZE_SPREAD: Final = 0.35
"""Standard deviation of the logarithm of sizes: real communities differ by a factor of three."""


def lay_out(plan: GroundPlan, seed: int = SEED) -> gpd.GeoDataFrame:
    """Return the communities: the plan's columns, `district` and geometry in EPSG:4326.

    The polygons are a noded coverage that fills the districts; the same seed gives the same ones.
    """
    rng = np.random.default_rng(seed)
    plane = Plane(METRE_SRID)
    mosaic = lay_mosaic(_points(rng, plan, plane), plan.districts, plane)
    communities = _with_targets(rng, plan)
    owner = np.full(len(mosaic.faces), -1, dtype=np.intp)
    for row, code in enumerate(plan.districts["code"]):
        members = np.flatnonzero(mosaic.district == row)
        mine = communities[communities["district"] == code]
        owner[members] = _lay_out_district(rng, mosaic, members, mine, plane)
    parts = gpd.GeoDataFrame(
        {"community": communities["code"].to_numpy()[owner]},
        geometry=from_ticks(mosaic.faces),
        crs=WGS84,
    )
    shapes = unions(parts, by="community")
    merged = shapes.merge(communities.drop(columns="target_m2"), on="code")
    return gpd.GeoDataFrame(merged, geometry="geometry", crs=WGS84)


def _points(rng: Generator, plan: GroundPlan, plane: Plane) -> Floats:
    """Return mosaic points, fine where it is built up."""
    west, south, east, north = plan.districts.total_bounds
    corners = _metres(plane, [(west, south), (east, north), (west, north), (east, south)])
    bounds = np.concatenate([corners.min(axis=0), corners.max(axis=0)])
    fine = scattered(rng, bounds, TOWN_SPACING_M)
    coarse = scattered(rng, bounds, COUNTRY_SPACING_M)
    return np.vstack([fine[_in_town(fine, plane)], coarse[~_in_town(coarse, plane)]])


def _in_town(points_m: Floats, plane: Plane) -> np.ndarray:
    middles = _metres(plane, list(TOWN_RADII_M))
    radii = np.array(list(TOWN_RADII_M.values()))
    far = np.sqrt(np.square(points_m[:, None] - middles[None]).sum(axis=2))
    return np.asarray((far < radii).any(axis=1))


def _metres(plane: Plane, degrees: list[tuple[float, float]]) -> Floats:
    return plane.to_metres(np.array(degrees) * TICKS_PER_DEGREE)


def _with_targets(rng: Generator, plan: GroundPlan) -> pd.DataFrame:
    """Return communities with their district and the m² that each should get."""
    district = plan.streets.set_index("code")["district"]
    frame = plan.communities.assign(district=plan.communities["street"].map(district))
    size = np.exp(rng.normal(0.0, SIZE_SPREAD, len(frame)))
    frame["target_m2"] = np.where(frame["centre"], CENTRE_SHARE, 1.0) * size
    district_m2 = plan.districts.to_crs(METRE_SRID).area.set_axis(plan.districts["code"])
    for code, rows in frame.groupby("district"):
        built_m2 = BUILT_UP_KM2[str(code)] * 1e6
        for part, total_m2 in ((True, built_m2), (False, district_m2[code] - built_m2)):
            mine = rows.index[rows["built_up"] == part]
            share = frame.loc[mine, "target_m2"]
            frame.loc[mine, "target_m2"] = share / share.sum() * total_m2
    return frame


def _lay_out_district(
    rng: Generator, mosaic: Mosaic, members: Indices, communities: pd.DataFrame, plane: Plane
) -> Indices:
    """Return for each face of a district the index of its community."""
    streets = communities.groupby("street")["target_m2"].sum()
    at = _street_seeds(rng, mosaic, members, list(streets.index), plane)
    label = partition(
        mosaic, members, Seeds(at, streets.to_numpy(), streets.index.isin(list(ANCHORS)))
    )
    owner = np.empty(len(members), dtype=np.intp)
    for row, street in enumerate(streets.index):
        inside = np.flatnonzero(label == row)
        mine = communities[communities["street"] == street]
        at = _community_seeds(rng, mosaic, members[inside], mine, plane)
        seeds = Seeds(at, mine["target_m2"].to_numpy(), np.zeros(len(mine), dtype=bool))
        owner[inside] = mine.index.to_numpy()[partition(mosaic, members[inside], seeds)]
    return owner


def _street_seeds(
    rng: Generator, mosaic: Mosaic, members: Indices, streets: list[str], plane: Plane
) -> Floats:
    """Return anchors where there are, else places far from all others."""
    seeds = np.full((len(streets), 2), np.nan)
    for row, street in enumerate(streets):
        if street in ANCHORS:
            seeds[row] = _metres(plane, [ANCHORS[street]])[0]
    candidates = mosaic.centre_m[members]
    for row in rng.permutation(np.flatnonzero(np.isnan(seeds[:, 0]))):
        placed = seeds[~np.isnan(seeds[:, 0])]
        seeds[row] = _farthest(rng, candidates, placed)
    return seeds


def _farthest(rng: Generator, candidates: Floats, placed: Floats) -> Floats:
    """Return one of a few random candidates, the one farthest from all that are placed."""
    drawn = candidates[rng.integers(len(candidates), size=40)]
    if len(placed) == 0:
        return np.asarray(drawn[0])
    far = np.square(drawn[:, None] - placed[None]).sum(axis=2).min(axis=1)
    return np.asarray(drawn[far.argmax()])


def _community_seeds(
    rng: Generator, mosaic: Mosaic, members: Indices, communities: pd.DataFrame, plane: Plane
) -> Floats:
    """Return seeds with the built-up communities towards the nearest town middle.

    A first scatter is sorted by its distance to town and dealt out in that order.
    """
    centre = mosaic.centre_m[members]
    seeds = np.empty((0, 2))
    for _ in range(len(communities)):
        seeds = np.vstack([seeds, _farthest(rng, centre, seeds)])
    towns = _metres(plane, list(TOWN_RADII_M))
    far = np.square(seeds[:, None] - towns[None]).sum(axis=2).min(axis=1)
    first_in_town = np.argsort(~communities["built_up"].to_numpy(), kind="stable")
    dealt = np.empty_like(seeds)
    dealt[first_in_town] = seeds[np.argsort(far, kind="stable")]
    return dealt
