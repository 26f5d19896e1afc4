"""Old cases in another network: how last year would look in today's cells.

A case keeps the cell that it was filed in; reading it anew changes nothing. The place that was
stored is snapped once more, by the rule that every case is placed by, for all cases at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from cases.models import Case
from cases.models.case import CaseQuerySet
from gis_core.db.functions import X, Y
from grids.models import Generation
from grids.snap import snap_all

_COUNTED: Final = """
    SELECT c.code, count(*) FROM reread_snap s JOIN grids_cell c ON c.id = s.cell_id
    GROUP BY c.code ORDER BY c.code
"""
_MOVED: Final = """
    SELECT count(*) FROM reread_case r
    JOIN grids_cell was ON was.id = r.cell_id
    JOIN reread_snap s ON s.id = r.id
    JOIN grids_cell now ON now.id = s.cell_id
    WHERE now.code <> was.code
"""


@dataclass(frozen=True, kw_only=True)
class Reread:
    """Cases by the cells of one generation.

    `total` = `unplaced` + `outside` + the sum of `cells`; `other_code`: cases whose cell has
    another code here than the one that they were filed in.
    """

    total: int
    unplaced: int
    outside: int
    other_code: int
    cells: Mapping[str, int]


def reread(cases: CaseQuerySet, generation: Generation) -> Reread:
    """Return where the cases lie in a generation: any one, a draft's too."""
    total, placed = cases.count(), cases.placed()
    with transaction.atomic(), connection.cursor() as cursor:
        chosen = placed.order_by().annotate(lon=X("geom"), lat=Y("geom"))
        statement, said = chosen.values_list("id", "cell_id", "lon", "lat").query.sql_with_params()
        cursor.execute(f"CREATE TEMP TABLE reread_case ON COMMIT DROP AS {statement}", said)
        found = cursor.rowcount
        points = "SELECT id, lon, lat FROM reread_case"
        snap_all(cursor, generation=generation, points=points, into="reread_snap")
        cursor.execute(_COUNTED)
        cells = dict(cursor.fetchall())
        cursor.execute(_MOVED)
        (other_code,) = cursor.fetchone()
        cursor.execute("DROP TABLE reread_case, reread_snap, reread_snap_point")
    return Reread(
        total=total,
        unplaced=total - found,
        outside=found - sum(cells.values()),
        other_code=other_code,
        cells=cells,
    )


def cases_in_cells(generation: Generation, cells: Collection[UUID]) -> Mapping[UUID, int]:
    """Return how many cases were filed in each of these cells of a generation."""
    rows = Case.objects.filter(city=generation.city_id, cell__in=cells).order_by()
    return dict(rows.values_list("cell").annotate(cases=Count("id")))
