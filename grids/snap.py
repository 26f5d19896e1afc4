"""How a point finds its cell. One rule, said once in SQL, for one point and for a million:

inside a cell → that cell; on a border → the touching cell with the lowest code; in a gap within
`GAP_LIMIT_M` of a cell → the nearest (equally near to a millimetre: the lowest code), with its
distance; else none. Codes compare byte by byte, whatever the database's language.

The point is first rounded to the stored precision, so that the answer does not depend on digits
that nobody stores. "On" a border means within `TOUCH_DEG` of it: a slanted edge between two stored
vertices passes through stored points that doubles can only name to 1e-14°, and without a tolerance
such a point would fall to one side, or to none, by the noise of the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db.backends.utils import CursorWrapper

from gis_core.db.planned import planned_once
from gis_core.geometry import TICKS_PER_DEGREE, rounded
from gis_core.srid import WGS84
from grids.models import City, Generation

GAP_LIMIT_M: Final = 30
"""A phone's fix is seldom better; farther out, a cell would be a guess."""

TOUCH_DEG: Final = 1e-9
"""0.1 mm: a hundredth of the stored step, a hundred thousand times the noise of doubles."""

_GAP_REACH_DEG: Final = 0.00028
"""Half height of the box that surely holds whatever lies within the gap limit; of longitude it
takes more, by the cosine of the latitude."""

_LIMITS: Final = {"touch_deg": TOUCH_DEG, "reach_deg": _GAP_REACH_DEG, "limit_m": GAP_LIMIT_M}


class SnapKind(StrEnum):
    INSIDE = "inside"
    BORDER = "border"
    GAP = "gap"
    OUTSIDE = "outside"


class AreaName(NamedTuple):
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPlace:
    """A cell and the areas that it lies in, by code and name, without their polygons."""

    id: UUID
    code: str
    rural: bool
    generation_id: UUID
    street: AreaName
    district: AreaName
    community: AreaName | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snap:
    """Where a point belongs: its cell (None = outside), how it was found, metres to the cell."""

    cell: CellPlace | None
    how: SnapKind
    distance_m: float
    point: Point


def stored_point(lon: float, lat: float) -> Point:
    """Return the WGS 84 point as it is stored: both coordinates on multiples of 1e-7°."""
    x, y = rounded((lon, lat))
    return Point(float(x), float(y), srid=WGS84)


# The rule, in pieces that the statements below share. `c` is a cell, `p` a stored point.
_TOUCHES = "ST_DWithin(c.geom, p.geom, %(touch_deg)s)"
_HOW = """CASE WHEN ST_DWithin(c.rim, p.geom, %(touch_deg)s) THEN 'border' ELSE 'inside' END AS how,
    0.0::float8 AS distance_m"""
_CELLS = """
    SELECT id, code, geom, ST_Boundary(geom) AS rim
    FROM grids_cell WHERE generation_id = %(generation)s
"""
_LOWEST = 'c.code COLLATE "C"'
_NEAREST = f"""
    SELECT p.id, p.geom, near.id AS cell_id, 'gap' AS how, near.distance_m
    FROM {{points}} p
    CROSS JOIN LATERAL (
        SELECT c.id, ST_Distance(c.geom::geography, p.geom::geography) AS distance_m
        FROM grids_cell c
        WHERE c.generation_id = %(generation)s AND c.geom && ST_Expand(
            p.geom, %(reach_deg)s / greatest(cos(radians(ST_Y(p.geom))), 0.01), %(reach_deg)s
        )
        ORDER BY round(ST_Distance(c.geom::geography, p.geom::geography)::numeric, 3), {_LOWEST}
        LIMIT 1
    ) near
    WHERE near.distance_m <= %(limit_m)s
"""  # noqa: S608 - put together from constants, as below

_ONE_POINT = "(SELECT 1 AS id, %(point)s::geometry AS geom)"
# One round trip: the cell's codes and names come with the answer, its polygons stay at home.
_NAMED = """
    SELECT found.how, found.distance_m, cell.id, cell.code, cell.rural, cell.generation_id,
        s.code, s.name, s.name_en, d.code, d.name, d.name_en, m.code, m.name, m.name_en
    FROM ({found}) found
    JOIN grids_cell cell ON cell.id = found.cell_id
    JOIN grids_street s ON s.id = cell.street_id
    JOIN grids_district d ON d.id = s.district_id
    LEFT JOIN grids_community m ON m.id = cell.community_id
"""
_ONE_TOUCHING = f"""
    SELECT p.id, p.geom, c.id AS cell_id, {_HOW}
    FROM {_ONE_POINT} p
    JOIN ({_CELLS}) c ON {_TOUCHES}
    ORDER BY {_LOWEST} LIMIT 1
"""  # noqa: S608
_ONE = tuple(
    _NAMED.format(found=found) for found in (_ONE_TOUCHING, _NEAREST.format(points=_ONE_POINT))
)

# Both steps in one statement: the second one is not asked where the first one found a cell.
_ONE_CELL = f"""(
    WITH touching AS MATERIALIZED ({_ONE_TOUCHING})
    SELECT cell_id, how, distance_m FROM touching
    UNION ALL
    SELECT cell_id, how, distance_m FROM ({_NEAREST.format(points=_ONE_POINT)}) near
    WHERE NOT EXISTS (SELECT FROM touching)
)"""  # noqa: S608


def cell_of_point(generation: str) -> str:
    """Return a sub-SELECT of `cell_id`, `how`, `distance_m` for `%(point)s` by the rule above.

    Args:
        generation: an SQL expression with the id of a generation, such as a column.
    """
    return _ONE_CELL.replace("%(generation)s", generation)


def point_parameters(point: Point) -> dict[str, Any]:
    """Return what `cell_of_point` is asked with; the point must be a stored one."""
    return {**_LIMITS, "point": bytes(point.ewkb)}


# Each cell looks up the points that it touches, which OFFSET 0 makes the planner do: walking to a
# cell and unpacking its border is then done once for all its points.
_ALL_TOUCHING = f"""
    SELECT DISTINCT ON (hit.id) hit.id, hit.geom, c.id AS cell_id, hit.how, hit.distance_m
    FROM ({_CELLS} OFFSET 0) c
    CROSS JOIN LATERAL (
        SELECT p.id, p.geom, {_HOW} FROM {{points}} p WHERE {_TOUCHES} OFFSET 0
    ) hit
    ORDER BY hit.id, {_LOWEST}
"""  # noqa: S608


def snap(city: City, lon: float, lat: float, at: datetime) -> Snap:
    """Return the cell of a WGS 84 point in the network in force at `at`."""
    point = stored_point(lon, lat)
    return snap_in(Generation.objects.current(city, at), point)


def snap_in(generation: Generation, point: Point) -> Snap:
    """Return the cell of a stored point in one generation of the network."""
    parameters = {**_parameters(generation), "point": bytes(point.ewkb)}
    with planned_once() as cursor:
        for statement in _ONE:
            cursor.execute(statement, parameters)
            row = cursor.fetchone()
            if row is not None:
                how, distance_m, *cell = row
                place = _place(*cell)
                return Snap(cell=place, how=SnapKind(how), distance_m=distance_m, point=point)
    return Snap(cell=None, how=SnapKind.OUTSIDE, distance_m=0.0, point=point)


def _place(cell_id: UUID, code: str, rural: bool, generation_id: UUID, *names: str) -> CellPlace:
    """Return the cell of a row of `_NAMED`; `names` are the nine of its areas."""
    street, district, community = (AreaName(*names[i : i + 3]) for i in (0, 3, 6))
    return CellPlace(
        id=cell_id,
        code=code,
        rural=rural,
        generation_id=generation_id,
        street=street,
        district=district,
        community=community if community.code else None,
    )


def snap_all(cursor: CursorWrapper, *, generation: Generation, points: str, into: str) -> None:
    """Snap a whole relation at once into a temporary table, by the same rule.

    Args:
        points: a SELECT that gives `id`, `lon`, `lat` (WGS 84 degrees).
        into: name of the temporary table (id, geom, cell_id, how, distance_m); points that are
            outside every cell have no row there. `{into}_point` holds all points as stored.
    """
    parameters = _parameters(generation)
    ticks = TICKS_PER_DEGREE
    cursor.execute(
        f"""
        CREATE TEMP TABLE {into}_point ON COMMIT DROP AS
        SELECT id, ST_SetSRID(ST_MakePoint(
            round(lon::float8 * {ticks}) / {ticks}, round(lat::float8 * {ticks}) / {ticks}
        ), {WGS84}) AS geom FROM ({points}) given;
        CREATE INDEX ON {into}_point USING gist (geom);
        ANALYZE {into}_point
        """  # noqa: S608 - the caller's own statement, no user's text
    )
    touching = _ALL_TOUCHING.format(points=f"{into}_point")
    cursor.execute(f"CREATE TEMP TABLE {into} ON COMMIT DROP AS {touching}", parameters)
    cursor.execute(f"ANALYZE {into}")
    found = f"SELECT FROM {into} WHERE {into}.id = point.id"
    left = f"(SELECT * FROM {into}_point point WHERE NOT EXISTS ({found}))"  # noqa: S608
    cursor.execute(f"INSERT INTO {into} {_NEAREST.format(points=left)}", parameters)
    cursor.execute(f"ANALYZE {into}")


def _parameters(generation: Generation) -> dict[str, Any]:
    return {"generation": generation.pk, **_LIMITS}
