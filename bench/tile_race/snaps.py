"""How many points a second find their cell: a whole table at once, and one after the other.

Beside each stands the bare join: which cell holds the point, without the rule for borders and gaps
and without the cell's own row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from time import perf_counter
from typing import Any, Final

from django.db import connection, transaction

from grids.models import City, Generation
from grids.snap import Snap, SnapKind, snap, snap_all

ONE_BY_ONE: Final = 3000

_PLACED: Final = """
    SELECT id, ST_X(geom) AS lon, ST_Y(geom) AS lat FROM cases_case
    WHERE city_id = '{city}' AND place_known
"""
_BARE_ALL: Final = """
    CREATE TEMP TABLE bare ON COMMIT DROP AS
    SELECT p.id, c.id AS cell_id FROM cases_case p
    JOIN grids_cell c ON c.generation_id = %(generation)s AND ST_Intersects(c.geom, p.geom)
    WHERE p.city_id = %(city)s
"""
_BARE_ONE: Final = """
    SELECT id FROM grids_cell WHERE generation_id = %s
    AND ST_Intersects(geom, ST_SetSRID(ST_MakePoint(%s, %s), 4326)) ORDER BY code LIMIT 1
"""


@dataclass(frozen=True, kw_only=True)
class SnapFigures:
    """Points a second."""

    points: int
    bulk: float
    bulk_bare: float
    singles: int
    single: float
    single_bare: float

    def lines(self) -> list[str]:
        return [
            f"snap, bulk    {self.bulk:9,.0f} points/s  ({self.points:,} points, one call);"
            f" bare join {self.bulk_bare:,.0f}",
            f"snap, single  {self.single:9,.0f} points/s  ({self.singles:,} calls, the cell's row"
            f" included); bare join {self.single_bare:,.0f}",
        ]

    def as_json(self) -> dict[str, Any]:
        return {name: round(value) for name, value in asdict(self).items()}


def measure(city: City, at: datetime) -> SnapFigures:
    """Snap the city's own cases anew; every one must find a cell."""
    generation = Generation.objects.current(city, at)
    placed = _PLACED.format(city=city.pk)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{placed} ORDER BY md5(id::text) LIMIT {ONE_BY_ONE}")
        sample = cursor.fetchall()
        bare_s = _seconds(
            lambda: cursor.execute(_BARE_ALL, {"generation": generation.pk, "city": city.pk})
        )
        bulk_s = _seconds(
            lambda: snap_all(cursor, generation=generation, points=placed, into="snapped")
        )
        cursor.execute("SELECT count(*) FROM snapped")
        (count,) = cursor.fetchone()
        ones_s = _seconds(
            lambda: [cursor.execute(_BARE_ONE, [generation.pk, lon, lat]) for _, lon, lat in sample]
        )
    found: list[Snap] = []
    singly_s = _seconds(lambda: found.extend(snap(city, lon, lat, at) for _, lon, lat in sample))
    assert all(answer.how is not SnapKind.OUTSIDE for answer in found)
    return SnapFigures(
        points=count,
        bulk=count / bulk_s,
        bulk_bare=count / bare_s,
        singles=len(sample),
        single=len(sample) / singly_s,
        single_bare=len(sample) / ones_s,
    )


def _seconds(work: Callable[[], Any]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
