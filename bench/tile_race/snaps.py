"""How many points a second find their cell: a whole table at once, and one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from django.db import connection, transaction

from grids.models import City, Generation
from grids.snap import SnapKind, snap, snap_all

ONE_BY_ONE = 3000


@dataclass(frozen=True, kw_only=True)
class SnapFigures:
    points: int
    bulk_per_s: float
    singles: int
    one_by_one_per_s: float

    def lines(self) -> list[str]:
        return [
            f"snap, bulk    {self.bulk_per_s:9,.0f} points/s  ({self.points:,} points, one call)",
            f"snap, single  {self.one_by_one_per_s:9,.0f} points/s  ({self.singles:,} calls, one"
            " connection, the cell's row included)",
        ]


def measure(city: City, at: datetime) -> SnapFigures:
    """Snap the city's own cases anew; every one must find a cell."""
    generation = Generation.objects.current(city, at)
    points = (
        f"SELECT id, ST_X(geom) lon, ST_Y(geom) lat FROM cases_case WHERE city_id = '{city.pk}'"  # noqa: S608
    )
    placed = f"{points} AND place_known"
    with transaction.atomic(), connection.cursor() as cursor:
        began = perf_counter()
        snap_all(cursor, generation=generation, points=placed, into="snapped")
        bulk_s = perf_counter() - began
        cursor.execute("SELECT count(*) FROM snapped")
        (count,) = cursor.fetchone()
        cursor.execute(f"{placed} ORDER BY md5(id::text) LIMIT {ONE_BY_ONE}")
        sample = cursor.fetchall()
    began = perf_counter()
    found = [snap(city, lon, lat, at) for _, lon, lat in sample]
    singly_s = perf_counter() - began
    assert all(answer.how is not SnapKind.OUTSIDE for answer in found)
    return SnapFigures(
        points=count,
        bulk_per_s=count / bulk_s,
        singles=len(found),
        one_by_one_per_s=len(found) / singly_s,
    )
