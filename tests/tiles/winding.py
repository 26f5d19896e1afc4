"""A city of winding borders, and its tiles put together again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, Final

import numpy as np
import shapely
from django.utils import timezone

from departments.models import DutyGrid, Shift
from gis_core.tile import EXTENT, PIXEL, TileAddress
from grids.models import Cell, District, Generation, Street
from grids.shapes import draw_missing
from tests.factories import Cast
from tests.grids.stored import geos, multi
from tests.grids.wiggly import wiggly_areas
from tests.tiles.drawn import tile

LAYERS: Final = ("districts", "streets", "cells", "duty_grids")
AT_MOST_TILES: Final = 4
"""Of a zoom that needs more, the tiles around so many corners are looked at."""


@dataclass(frozen=True)
class Winding:
    """Areas by code in WGS 84; each is a district, street, cell and duty grid at once."""

    cast: Cast
    areas: dict[str, shapely.Polygon]

    def steps(self, at: TileAddress) -> dict[str, shapely.Geometry]:
        """The areas in steps of a tile, computed without PostGIS."""
        return {code: in_steps(area, at) for code, area in self.areas.items()}

    def tiles(self, z: int) -> Iterator[TileAddress]:
        """The tiles of a zoom that hold the city, or the tiles around some of its corners."""
        west, south, east, north = shapely.total_bounds(list(self.areas.values()))
        first = TileAddress.containing(west, north, z)
        last = TileAddress.containing(east, south, z)
        if (last.x - first.x + 1) * (last.y - first.y + 1) <= 3 * AT_MOST_TILES:
            for y in range(first.y, last.y + 1):
                yield from (TileAddress(z, x, y) for x in range(first.x, last.x + 1))
            return
        corners = shapely.get_coordinates(list(self.areas.values()))
        for lon, lat in corners[:: len(corners) // AT_MOST_TILES]:
            yield TileAddress.containing(lon, lat, z)


def winding_city(
    cast: Cast, seed: int, *, count: int = 14, side_deg: float = 0.2, is_simplified: bool = True
) -> Winding:
    """Let a network of winding borders follow the cast's."""
    now = timezone.now()
    begun = now - timedelta(hours=1)
    Generation.objects.update(valid_to=begun)
    generation = Generation.objects.create(city=cast.city, number=2, valid_from=begun)
    whole_day = {"code": "all", "name": "全天", "begins": time(0), "ends": time(0)}
    shift = Shift.objects.create(city=cast.city, **whole_day)
    frame = wiggly_areas(seed, count, side_deg)
    areas = dict(zip(frame["code"], frame.geometry, strict=True))
    for code, area in areas.items():
        _store(cast, generation, shift, code, area)
    if is_simplified:
        draw_missing(now)
    return Winding(cast, areas)


def _store(
    cast: Cast, generation: Generation, shift: Shift, code: str, area: shapely.Polygon
) -> None:
    """One area as district, street, cell and duty grid."""
    common: dict[str, Any] = {"generation": generation, "city": cast.city}
    named = {**common, "name": f"第{code[-3:]}区", "geom": multi(area)}
    district = District.objects.create(**named, code=code[:6] + code[-3:])
    street = Street.objects.create(**named, district=district, code=code)
    Cell.objects.create(**common, street=street, code=code, sequence=1, area_m2=1, geom=geos(area))
    DutyGrid.objects.create(
        **named,
        code=code,
        shift=shift,
        organization=cast.organizations["yuhu-unit"],
        cell_codes=[code],
        valid_from=timezone.now() - timedelta(hours=1),
    )


def in_steps(area: shapely.Geometry, at: TileAddress) -> shapely.Geometry:
    """A WGS 84 geometry in steps of a tile from its north-western corner."""

    def moved(lonlat: np.ndarray) -> np.ndarray:
        side = 1 << at.z
        x = (lonlat[:, 0] / 360 + 0.5) * side - at.x
        lat = np.radians(lonlat[:, 1])
        y = (0.5 - np.arcsinh(np.tan(lat)) / (2 * math.pi)) * side - at.y
        return np.column_stack([x, y]) * EXTENT

    return shapely.transform(area, moved)


def shape(feature: Any) -> shapely.Geometry:
    return shapely.geometry.shape({"type": feature.type, "coordinates": feature.at})


def drawn(winding: Winding, layer: str, at: TileAddress) -> dict[str, shapely.Geometry]:
    """What a tile shows of each area, by its code as an area of the city."""
    found = tile(winding.cast.client("leader"), layer, at)
    by_number = {code[-3:]: code for code in winding.areas}
    return {by_number[f.properties["code"][-3:]]: shape(f) for f in found}


def is_a_pixel(area: shapely.Geometry) -> bool:
    """Whether an area (in steps) is at least a pixel wide or high."""
    west, north, east, south = shapely.bounds(area)
    return bool(max(east - west, south - north) >= PIXEL)
