"""Components that a border of cells cuts where it could go round them.

A component belongs to one cell: a garden, a fence or a pavement that two cells share is registered
and cleaned by two people. What is longer than a cell can hold is cut anyway, and no finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import shapely
from django.db import connection

from facilities.models import FacilityKind, FacilityState
from grids.drafts.found import Found, Severity
from grids.models import Generation

LONGEST_M: Final = 50.0
"""Half a cell's side: a component up to this extent has room in one cell."""

SHARE: Final = 0.02
"""What lies in another cell counts from this share of the component; less is noise of surveying."""

KIND: Final = "component_split"

_CUT: Final = """
    WITH candidate AS MATERIALIZED (
        SELECT code, geom, ST_Dimension(geom) AS dimension FROM facilities_facility
        WHERE city_id = %(city)s AND kind = %(kind)s AND state <> %(removed)s
            AND ST_Dimension(geom) > 0
            AND ST_Length(ST_BoundingDiagonal(geom)::geography) <= %(longest_m)s
    ),
    part AS (
        SELECT f.code, f.geom, c.code AS cell,
            CASE f.dimension WHEN 1
                THEN ST_Length(ST_Intersection(f.geom, c.geom)) / ST_Length(f.geom)
                ELSE ST_Area(ST_Intersection(f.geom, c.geom)) / ST_Area(f.geom)
            END AS share
        FROM candidate f
        JOIN grids_cell c ON c.geom && f.geom AND ST_Intersects(c.geom, f.geom)
        WHERE c.generation_id = %(generation)s AND NOT ST_Covers(c.geom, f.geom)
    )
    SELECT code, array_agg(cell ORDER BY share DESC, cell), ST_AsBinary(geom) FROM part
    WHERE share >= %(share)s GROUP BY code, geom HAVING count(*) > 1 ORDER BY code
"""


def components_cut(generation: Generation) -> Iterator[Found]:
    """Yield a warning for each component that two or more cells share."""
    said: dict[str, Any] = {
        "city": generation.city_id,
        "generation": generation.pk,
        "kind": FacilityKind.COMPONENT.value,
        "removed": FacilityState.REMOVED.value,
        "longest_m": LONGEST_M,
        "share": SHARE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CUT, said)
        rows = cursor.fetchall()
    for code, cells, wkb in rows:
        yield Found(
            kind=KIND,
            code=cells[0],
            other=cells[1],
            zh=f"部件 {code} 被网格 {'、'.join(cells)} 的边界分开",
            en=f"Component {code} is cut by the border between cells {', '.join(cells)}",
            shape=shapely.from_wkb(bytes(wkb)),
            severity=Severity.WARNING,
        )
