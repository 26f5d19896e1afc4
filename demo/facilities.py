"""What people look for in the demo city: toilets, parks, squares, markets, stops …, and its roads.

All of it is generated and says so; names are made of the community's or the road's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from numpy.random import Generator

from demo.figures import OPENED_AT
from demo.ground import METRES_PER_DEGREE, Floats, Ground, Indices, to_metres
from demo.hotspots import town_share
from demo.keys import RANDOM_BYTES, keys_at
from demo.organizations import Organizations
from facilities.models import Facility, FacilityKind
from gis_core.srid import COORDINATE_DECIMALS, WGS84
from grids.models import City

CORNERS: Final = 14
"""Corners of a generated park or square."""

LANDMARK: Final = "建鑫广场"
LANDMARK_CROSSING: Final = "建鑫广场路口"
"""The one square that a story names, beside its crossing: approximate, generated like the rest."""

LANDMARK_ASIDE_DEG: Final = (0.0009, 0.0007)
"""From the crossing to the middle of the square: some 90 m east and 80 m north."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of facility: how many in the whole city, what it is called, when it is open.

    `radius_m` (from, to) makes it a polygon; `attributes` are whole numbers drawn from (from, to).
    """

    kind: FacilityKind
    count: int
    prefix: str
    name: str
    owner: str
    opening_hours: str
    radius_m: tuple[float, float] | None = None
    attributes: tuple[tuple[str, int, int], ...] = ()


KINDS: Final = (
    Kind(
        kind=FacilityKind.TOILET,
        count=380,
        prefix="T",
        name="{community}公厕",
        owner="sanitation-toilets",
        opening_hours="00:00-24:00",
        attributes=(("stalls", 4, 20),),
    ),
    Kind(
        kind=FacilityKind.PARK,
        count=72,
        prefix="P",
        name="{community}公园",
        owner="gardens",
        opening_hours="06:00-22:00",
        radius_m=(45.0, 170.0),
    ),
    Kind(
        kind=FacilityKind.SQUARE,
        count=46,
        prefix="S",
        name="{community}广场",
        owner="gardens",
        opening_hours="00:00-24:00",
        radius_m=(25.0, 70.0),
    ),
    Kind(
        kind=FacilityKind.MARKET,
        count=84,
        prefix="M",
        name="{community}农贸市场",
        owner="bureau",
        opening_hours="05:30-19:30",
        attributes=(("stalls", 20, 220),),
    ),
    Kind(
        kind=FacilityKind.BUS_STOP,
        count=1420,
        prefix="B",
        name="{road}口站",
        owner="transit",
        opening_hours="06:00-22:00",
        attributes=(("lines", 1, 9),),
    ),
    Kind(
        kind=FacilityKind.BICYCLE_POINT,
        count=460,
        prefix="C",
        name="{road}自行车点",
        owner="bike-share",
        opening_hours="00:00-24:00",
        attributes=(("docks", 10, 40),),
    ),
    Kind(
        kind=FacilityKind.GAS_PAYMENT_POINT,
        count=38,
        prefix="G",
        name="{community}燃气缴费点",
        owner="gas",
        opening_hours="08:30-17:30",
    ),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What facilities are put on, and who owns them."""

    city: City
    ground: Ground
    organizations: Organizations


def public_facilities(
    rng: Generator, scene: Scene, crossings: dict[str, shapely.Point], share: float
) -> list[Facility]:
    """Draw what people look for; `share` of the full city's counts, at least one of each kind."""
    likely = town_share(scene.ground)
    made = []
    if LANDMARK_CROSSING in crossings:
        made.append(_landmark(rng, scene, crossings[LANDMARK_CROSSING]))
    for kind in KINDS:
        count = max(1, round(kind.count * share))
        cell = rng.choice(len(likely), size=count, p=likely).astype(np.intp)
        made += _of_kind(rng, kind, cell, scene)
    return made


def roads_as_facilities(rng: Generator, city: City, ground: Ground) -> list[Facility]:
    """Return the roads as lines."""
    return [
        _facility(rng, city, FacilityKind.ROAD, f"R{number:05}", name, line)
        for number, (name, line) in enumerate(
            zip(ground.roads.names, ground.roads.lines, strict=True), start=1
        )
    ]


def markets_m(facilities: list[Facility]) -> Floats:
    """Return where the markets are, in metres of `demo.ground.to_metres`, shape (markets, 2)."""
    markets = [f.geom for f in facilities if f.kind == FacilityKind.MARKET]
    return to_metres(np.array([[point.x, point.y] for point in markets]))


def _of_kind(rng: Generator, kind: Kind, cell: Indices, scene: Scene) -> Iterator[Facility]:
    points = scene.ground.points(rng, cell)
    for number, (name, point) in enumerate(
        zip(_names(kind, cell, scene.ground), points, strict=True), start=1
    ):
        shape = shapely.Point(point) if kind.radius_m is None else _blob(rng, point, kind.radius_m)
        facility = _facility(rng, scene.city, kind.kind, f"{kind.prefix}{number:05}", name, shape)
        facility.owner = scene.organizations[kind.owner]
        facility.opening_hours = kind.opening_hours
        facility.attributes = {
            key: int(rng.integers(low, high)) for key, low, high in kind.attributes
        }
        yield facility


def _names(kind: Kind, cell: Indices, ground: Ground) -> Iterator[str]:
    """Name each after where it is; the second of a name gets a number."""
    seen: Counter[str] = Counter()
    for at in cell:
        community = ground.community_names[at]
        road = ground.roads.names[ground.road[at]] if ground.road[at] >= 0 else community
        name = kind.name.format(road=road, community=community)
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}（{seen[name]}）"


def _landmark(rng: Generator, scene: Scene, crossing: shapely.Point) -> Facility:
    middle = np.array([crossing.x, crossing.y]) + LANDMARK_ASIDE_DEG
    shape = _blob(rng, middle, (60.0, 61.0))
    facility = _facility(rng, scene.city, FacilityKind.SQUARE, "S00000", LANDMARK, shape)
    facility.owner = scene.organizations["gardens"]
    facility.opening_hours = "00:00-24:00"
    return facility


def _blob(rng: Generator, middle: Floats, radius_m: tuple[float, float]) -> shapely.Polygon:
    """Return an irregular round polygon about a point (degrees)."""
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    radius = rng.uniform(*radius_m) * rng.uniform(0.75, 1.0, CORNERS) / METRES_PER_DEGREE
    stretch = np.array([1 / np.cos(np.radians(middle[1])), 1.0])
    ring = middle + stretch * radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return shapely.Polygon(ring)


def _facility(
    rng: Generator, city: City, kind: FacilityKind, code: str, name: str, shape: shapely.Geometry
) -> Facility:
    rounded: Any = shapely.transform(shape, lambda xy: np.round(xy, COORDINATE_DECIMALS))
    return Facility(
        id=_key(rng),
        city=city,
        kind=kind,
        code=code,
        name=name,
        generated=True,
        geom=GEOSGeometry(memoryview(shapely.to_wkb(rounded)), srid=WGS84),
    )


def _key(rng: Generator) -> UUID:
    opened_ms = np.array([int(OPENED_AT.timestamp() * 1000)])
    random = rng.integers(0, 256, (1, RANDOM_BYTES), dtype=np.uint8)
    return UUID(bytes=keys_at(opened_ms, random).tobytes())
