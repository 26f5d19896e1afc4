"""A stand-in for the demo city's ground: two districts of plain squares, drawn in a second.

The stories' places lie in it, so that everything else of the demo city can be loaded as it is,
without the boundaries and names that a set-up fetches.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from django.contrib.gis.geos import MultiPolygon, Polygon

from demo.ground import Roads
from demo.roads import Crossing, RoadMap
from gis_core.srid import WGS84
from grids.models import Cell, City, Community, District, Generation, Street

WEST, SOUTH, STEP_DEG = 112.88, 27.82, 0.002
COLUMNS, ROWS = 25, 30
"""Of one district."""

DISTRICTS: Final = (
    # code, name, streets from the south: code, name, rows
    ("430302", "雨湖区", (("430302001", "雨湖路街道", 27), ("430373001", "和平街道", 3))),
    ("430304", "岳塘区", (("430304001", "岳塘街道", 30),)),
)
ROADS: Final = (
    # name, longitude of a road from south to north
    ("潭城路", 112.8991),
    ("解放路", 112.9151),
    ("双拥路", 112.9511),
    ("岚霞路", 112.9613),
)


def load_squares(city: City, scale: str, sources: Path, at: datetime) -> Generation:
    """Take the place of `demo.network.load_network`."""
    generation = Generation.objects.create(city=city, number=1, valid_from=at)
    for number, (code, name, streets) in enumerate(DISTRICTS):
        shape = _block(number * COLUMNS, 0, COLUMNS, ROWS)
        district = District.objects.create(
            generation=generation, city=city, code=code, name=name, geom=_multi(shape)
        )
        south = 0
        for street_code, street_name, rows in streets:
            _street(district, street_code, street_name, (number * COLUMNS, south, COLUMNS, rows))
            south += rows
    return generation


def draw_straight_roads(network: Generation, seed: int = 0) -> RoadMap:
    """Take the place of `demo.roads.draw_roads`."""
    north = SOUTH + ROWS * STEP_DEG
    lines = [shapely.LineString([(lon, SOUTH), (lon, north)]) for _, lon in ROADS]
    square = Crossing(
        "建鑫广场路口", ("双拥路", "书院路"), "430304", shapely.Point(112.9511, 27.8391)
    )
    names = [name for name, _ in ROADS]
    districts = ["430302", "430302", "430304", "430304"]
    return RoadMap(Roads(names, np.array(lines)), districts, [square])


def _street(district: District, code: str, name: str, box: tuple[int, int, int, int]) -> None:
    west, south, columns, rows = box
    generation, city = district.generation, district.city
    geom = _multi(_block(*box))
    street = Street.objects.create(
        generation=generation, city=city, district=district, code=code, name=name, geom=geom
    )
    community = Community.objects.create(
        generation=generation,
        city=city,
        street=street,
        code=f"{code}001",
        name=f"{name[:2]}社区居委会",
        geom=geom,
    )
    places = [(c, r) for r in range(south + rows - 1, south - 1, -1) for c in range(columns)]
    Cell.objects.bulk_create(
        Cell(
            generation=generation,
            city=city,
            street=street,
            community=community,
            code=f"{community.code}{sequence:03}",
            sequence=sequence,
            area_m2=43_700.0,
            generated=True,
            geom=_block(west + column, row, 1, 1),
        )
        for sequence, (column, row) in enumerate(places, start=1)
    )


def _block(west: int, south: int, columns: int, rows: int) -> Polygon:
    """A rectangle of grid lines with a vertex at every crossing on its border (noded)."""
    ring = [(west + c, south) for c in range(columns)]
    ring += [(west + columns, south + r) for r in range(rows)]
    ring += [(west + c, south + rows) for c in range(columns, 0, -1)]
    ring += [(west, south + r) for r in range(rows, 0, -1)]
    return Polygon([_corner(*place) for place in [*ring, ring[0]]], srid=WGS84)


def _corner(column: int, row: int) -> tuple[float, float]:
    return round(WEST + column * STEP_DEG, 7), round(SOUTH + row * STEP_DEG, 7)


def _multi(shape: Polygon) -> MultiPolygon:
    return MultiPolygon(shape, srid=WGS84)
