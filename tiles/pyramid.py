"""Counts that are kept: the statement that adds their parts up, per square of one tile."""

from __future__ import annotations

from typing import Final

from gis_core.db.unions import Statement, union_all
from gis_core.layers import Rows
from gis_core.tile import WORLD_HALF_M

COLUMN: Final = -(1 << 61)
"""Stands for the tile's column until the tile is known."""
ROW: Final = COLUMN + 1

_FINEST: Final = 26
"""The zoom whose squares the places of marks are counted in: 0.6 m."""


def sum_of(parts: list[Rows], *, counts: int, z: int, bin_zooms: int) -> Statement:
    """Return the SELECT of `tile_id`, `tile_geom` and `tile_0` …: counts, and true.

    Of squares that are `bin_zooms` smaller than a tile of zoom z.
    """
    sums = ", ".join(f"sum(part_{n})::bigint AS tile_{n}" for n in range(counts))
    columns = {"bin_key": "bigint", "sum_x": "float8", "sum_y": "float8"}
    inner, params = union_all(parts, columns | {f"part_{n}": "bigint" for n in range(counts)})
    side = 1 << (_FINEST - bin_zooms - z)
    metres = 2 * WORLD_HALF_M / (1 << _FINEST)
    west, north = (_corner(key, side, bin_zooms) for key in ("bin_key", "(bin_key >> 1)"))
    sql = f"""
        SELECT tile_id, {", ".join(f"tile_{n}" for n in range(counts))}, true AS tile_{counts},
            ST_Point(
                least(greatest(mean_x, west), west + {side - 1}) * {metres!r} - {WORLD_HALF_M!r},
                {WORLD_HALF_M!r} - least(greatest(mean_y, north), north + {side - 1}) * {metres!r},
                3857
            ) AS tile_geom
        FROM (
            SELECT bin_key AS tile_id, {sums},
                sum(sum_x) / sum(part_0) + 0.5 AS mean_x, sum(sum_y) / sum(part_0) + 0.5 AS mean_y,
                {west} AS west, {north} AS north
            FROM ({inner}) AS part GROUP BY bin_key HAVING sum(part_0) > 0
        ) AS square"""  # noqa: S608 - names of our own, values are parameters
    return sql, (COLUMN, ROW, *params)


def _corner(key: str, side: int, zooms: int) -> str:
    """Column (or row, of the key shifted by one) of a square's corner at the finest zoom."""
    bits = " | ".join(f"(({key} >> {bit}) & {1 << bit})" for bit in range(zooms))
    return f"((%s * {1 << zooms} + ({bits})) * {side})"
