"""The ground of the shared cast: eight noded cells of 0.001° in two districts.

        112.900   .901   .902   .903   .904
    27.832 ┌──────┬──────┬──────┬──────┐
           │ 430302001   │             │     430302 雨湖区   west
    27.831 ├──────┼──────┤  430304001  │     430304 岳塘区   east
           │ 430302002   │             │
    27.830 └──────┴──────┴──────┴──────┘

Cell 001 of a community is its north-western one.
"""

from __future__ import annotations

from typing import Final

from django.contrib.gis.geos import MultiPolygon, Polygon

from gis_core.srid import WGS84
from grids.models import Cell, Community, District, Generation, Street

WEST, SOUTH, STEP_DEG = 112.9, 27.83, 0.001

DISTRICTS: Final = (
    # code, name, name_en, columns from-to, rows from-to (rows count from the south)
    ("430302", "雨湖区", "Yuhu", (0, 2), (0, 2)),
    ("430304", "岳塘区", "Yuetang", (2, 4), (0, 2)),
)
STREETS: Final = (
    # code, name, district, columns from-to, rows from-to
    ("430302001", "雨湖路街道", "430302", (0, 2), (1, 2)),
    ("430302002", "平政路街道", "430302", (0, 2), (0, 1)),
    ("430304001", "下摄司街道", "430304", (2, 4), (0, 2)),
)


def centre_of(cell: Cell) -> tuple[float, float]:
    """Longitude and latitude (WGS 84 degrees) of the middle of a cell."""
    middle = cell.geom.centroid
    return round(middle.x, 7), round(middle.y, 7)


def block(columns: tuple[int, int], rows: tuple[int, int]) -> Polygon:
    """The rectangle of grid lines, with a vertex at every crossing on its border (noded)."""
    (west, east), (south, north) = columns, rows
    ring = [(column, south) for column in range(west, east)]
    ring += [(east, row) for row in range(south, north)]
    ring += [(column, north) for column in range(east, west, -1)]
    ring += [(west, row) for row in range(north, south, -1)]
    return Polygon([_corner(*at) for at in [*ring, ring[0]]], srid=WGS84)


def districts(generation: Generation) -> dict[str, District]:
    rows = [
        District(
            generation=generation,
            city=generation.city,
            code=code,
            name=name,
            name_en=name_en,
            geom=_area(columns, lines),
        )
        for code, name, name_en, columns, lines in DISTRICTS
    ]
    return {row.code: row for row in District.objects.bulk_create(rows)}


def streets(generation: Generation, inside: dict[str, District]) -> dict[str, Street]:
    rows = [
        Street(
            generation=generation,
            city=generation.city,
            district=inside[district],
            code=code,
            name=name,
            geom=_area(columns, lines),
        )
        for code, name, district, columns, lines in STREETS
    ]
    return {row.code: row for row in Street.objects.bulk_create(rows)}


def communities(generation: Generation, inside: dict[str, Street]) -> dict[str, Community]:
    rows = [
        Community(
            generation=generation,
            city=generation.city,
            street=street,
            code=f"{street.code}001",
            name=f"{street.name[:2]}社区",
            geom=street.geom,
        )
        for street in inside.values()
    ]
    return {row.code: row for row in Community.objects.bulk_create(rows)}


def cells(generation: Generation, inside: dict[str, Community]) -> dict[str, Cell]:
    rows = []
    for code, _, _, (west, east), (south, north) in STREETS:
        community = inside[f"{code}001"]
        # Numbered west to east, then north to south, as the standard says.
        places = [(c, r) for r in range(north - 1, south - 1, -1) for c in range(west, east)]
        rows += [_cell(generation, community, n, at) for n, at in enumerate(places, start=1)]
    return {row.code: row for row in Cell.objects.bulk_create(rows)}


def _cell(generation: Generation, community: Community, n: int, at: tuple[int, int]) -> Cell:
    column, row = at
    return Cell(
        generation=generation,
        city=generation.city,
        street=community.street,
        community=community,
        code=f"{community.code}{n:03}",
        sequence=n,
        area_m2=10_900.0,
        geom=block((column, column + 1), (row, row + 1)),
    )


def _corner(column: int, row: int) -> tuple[float, float]:
    return round(WEST + column * STEP_DEG, 7), round(SOUTH + row * STEP_DEG, 7)


def _area(columns: tuple[int, int], rows: tuple[int, int]) -> MultiPolygon:
    return MultiPolygon(block(columns, rows), srid=WGS84)
