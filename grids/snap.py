"""How a point finds its cell. One rule, said once in SQL, for one point and for a million:

inside a cell → that cell; on a border → the touching cell with the lowest code; in a gap within
`GAP_LIMIT_M` of a cell → the nearest (equally near: the lowest code), with its distance; else none.
The point is first rounded to the stored precision, so that the answer does not depend on digits
that nobody stores.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import connection
from django.db.backends.utils import CursorWrapper

from gis_core.srid import WGS84
from grids.models import Cell, City, Generation

GAP_LIMIT_M: Final = 30
"""A phone's fix is seldom better; farther out, a cell would be a guess."""

_GAP_REACH_DEG: Final = 0.0009
"""Half side of the box that surely holds every cell within the gap limit up to 70° of latitude."""


class SnapKind(StrEnum):
    INSIDE = "inside"
    BORDER = "border"
    GAP = "gap"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snap:
    """Where a point belongs: its cell (None = outside), how it was found, metres to the cell."""

    cell: Cell | None
    how: SnapKind
    distance_m: float
    point: Point


def stored_point(lon: float, lat: float) -> Point:
    """Return the WGS 84 point as it is stored: both coordinates on multiples of 1e-7°."""
    return Point(round(lon * 1e7) / 1e7, round(lat * 1e7) / 1e7, srid=WGS84)


# `p` is a relation (id, geom) of stored points; each has at most one row in the answer.
_TOUCHING = """
    SELECT DISTINCT ON (p.id) p.id, p.geom, c.id AS cell_id,
        CASE WHEN ST_Contains(c.geom, p.geom) THEN 'inside' ELSE 'border' END AS how,
        0.0::float8 AS distance_m
    FROM {points} p
    JOIN grids_cell c ON c.generation_id = %(generation)s AND ST_Intersects(c.geom, p.geom)
    ORDER BY p.id, c.code
"""
_NEAREST = """
    SELECT p.id, p.geom, near.id AS cell_id, 'gap' AS how, near.distance_m
    FROM {points} p
    CROSS JOIN LATERAL (
        SELECT c.id, c.code, ST_Distance(c.geom::geography, p.geom::geography) AS distance_m
        FROM grids_cell c
        WHERE c.generation_id = %(generation)s
            AND c.geom && ST_Expand(p.geom, %(reach_deg)s)
        ORDER BY 3, 2 LIMIT 1
    ) near
    WHERE near.distance_m <= %(limit_m)s
"""


def snap(city: City, lon: float, lat: float, at: datetime) -> Snap:
    """Return the cell of a WGS 84 point in the network in force at `at`."""
    point = stored_point(lon, lat)
    return snap_in(Generation.objects.current(city, at), point)


def snap_in(generation: Generation, point: Point) -> Snap:
    """Return the cell of a stored point in one generation of the network."""
    one = "(SELECT 1 AS id, ST_GeomFromEWKB(%(point)s) AS geom)"
    parameters = {**_parameters(generation), "point": point.ewkb}
    with connection.cursor() as cursor:
        for statement in (_TOUCHING, _NEAREST):
            cursor.execute(statement.format(points=one), parameters)
            row = cursor.fetchone()
            if row is not None:
                cell = Cell.objects.select_related("street__district", "community").get(pk=row[2])
                return Snap(cell=cell, how=SnapKind(row[3]), distance_m=row[4], point=point)
    return Snap(cell=None, how=SnapKind.OUTSIDE, distance_m=0.0, point=point)


def snap_all(cursor: CursorWrapper, *, generation: Generation, points: str, into: str) -> None:
    """Snap a whole relation at once into a temporary table, by the same rule.

    Args:
        points: a SELECT that gives `id`, `lon`, `lat` (WGS 84 degrees).
        into: name of the temporary table (id, geom, cell_id, how, distance_m); points that are
            outside every cell have no row there.
    """
    parameters = _parameters(generation)
    cursor.execute(
        f"""
        CREATE TEMP TABLE {into}_point ON COMMIT DROP AS
        SELECT id, ST_SetSRID(
            ST_MakePoint(round(lon * 1e7) / 1e7, round(lat * 1e7) / 1e7), {WGS84}
        ) AS geom FROM ({points}) given
        """  # noqa: S608 - the caller's own statement, no user's text
    )
    cursor.execute(f"ANALYZE {into}_point")
    cursor.execute(
        f"CREATE TEMP TABLE {into} ON COMMIT DROP AS {_TOUCHING.format(points=into + '_point')}",
        parameters,
    )
    left = (
        f"(SELECT * FROM {into}_point p WHERE NOT EXISTS (SELECT FROM {into} s WHERE s.id = p.id))"  # noqa: S608
    )
    cursor.execute(f"INSERT INTO {into} {_NEAREST.format(points=left)}", parameters)
    cursor.execute(f"ANALYZE {into}")


def _parameters(generation: Generation) -> dict[str, Any]:
    return {
        "generation": generation.pk,
        "reach_deg": _GAP_REACH_DEG,
        "limit_m": GAP_LIMIT_M,
    }
