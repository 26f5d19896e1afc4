"""What the race is about: one table, the same attributes, and which tiles are asked for."""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.db import connection

from cases.states import StateGroup
from gis_core.tile import WORLD_HALF_M, TileAddress
from grids.models import City

# The peer reads the stored EPSG:3857 column, so it has nothing to transform, and its key is ours.
_VIEW = """
    DROP SCHEMA IF EXISTS bench CASCADE;
    CREATE SCHEMA bench;
    CREATE VIEW bench.cases AS
    SELECT c.feature_id, c.id::text AS id, c.number, c.state,
           CASE {groups} END AS state_group,
           k.code AS class_code, k.name AS class_name, c.urgency,
           coalesce(c.due_at < {at}, false) AND case_is_open(c.state) AS overdue,
           c.geom_3857 AS geom
    FROM cases_case c JOIN standards_caseclass k ON k.id = c.case_class_id
    WHERE c.city_id = '{city}'
"""


@dataclass(frozen=True)
class Fullness:
    """A tile and the number of cases in it."""

    address: TileAddress
    cases: int


def make_view(city: City) -> None:
    """Create `bench.cases`: the same rows and attributes as the layer, for the peer and by hand."""
    at = "now()" if city.figures_at is None else f"'{city.figures_at.isoformat()}'::timestamptz"
    listed = {
        group: ", ".join(f"'{state}'" for state in sorted(group.states)) for group in StateGroup
    }
    groups = " ".join(f"WHEN c.state IN ({states}) THEN '{g}'" for g, states in listed.items())
    with connection.cursor() as cursor:
        cursor.execute(_VIEW.format(at=at, city=city.pk, groups=groups))


def drop_view() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS bench CASCADE")


def tiles_with_cases(z: int, at_most: int, *, up_to: int | None = None) -> list[Fullness]:
    """Return tiles of a zoom drawn by how many cases they hold, the same in every run.

    People look where the cases are, so a full tile is drawn more probably; none is drawn twice,
    and none that holds more than `up_to` cases.
    """
    side_m = 2 * WORLD_HALF_M / (1 << z)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT floor((ST_X(geom) + %(half)s) / %(side)s)::int,
                   floor((%(half)s - ST_Y(geom)) / %(side)s)::int, count(*)
            FROM bench.cases WHERE geom IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
            """,
            {"half": WORLD_HALF_M, "side": side_m},
        )
        found = [
            Fullness(TileAddress(z, x, y), count)
            for x, y, count in cursor.fetchall()
            if up_to is None or count <= up_to
        ]
    draw = random.Random(z)
    by_luck = sorted(found, key=lambda tile: draw.expovariate(tile.cases))
    return by_luck[:at_most]
