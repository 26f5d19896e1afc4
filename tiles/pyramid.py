"""Counts that are kept: the statement that adds their parts up, per square of one tile."""

from __future__ import annotations

from typing import Final

from gis_core.db.unions import Statement, union_all
from gis_core.layers import Rows
from gis_core.tile import EXTENT

COLUMN: Final = -(1 << 61)
"""Stands for the tile's column until the tile is known."""
ROW: Final = COLUMN + 1

_FINEST: Final = 26
"""The zoom whose squares the places of marks are counted in: 0.6 m."""


def sum_of(parts: list[Rows], *, counts: int, z: int, bin_zooms: int) -> Statement:
    """Return the SELECT of `tile_id`, `tile_geom` and `tile_0` …: counts, and true.

    Of squares that are `bin_zooms` smaller than a tile of zoom z. The geometry is a point in the
    tile's own steps: thousands of them are less work to place than to project and cut.
    """
    columns = {"bin_key": "bigint", "sum_x": "float8", "sum_y": "float8"}
    inner, params = union_all(parts, columns | {f"part_{n}": "bigint" for n in range(counts)})
    sums = ", ".join(f"sum(part_{n})::bigint AS tile_{n}" for n in range(counts))
    mark = ", ".join(
        _inside(f"step_{axis}", _square(key, bin_zooms), EXTENT >> bin_zooms)
        for axis, key in (("x", "tile_id"), ("y", "(tile_id >> 1)"))
    )
    sql = f"""
        SELECT tile_id, {", ".join(f"tile_{n}" for n in range(counts))}, true AS tile_{counts},
            ST_Point({mark}) AS tile_geom
        FROM (
            SELECT bin_key AS tile_id, {sums}, min(part_0) < 0 AS has_less,
                {_step("sum_x", z)} AS step_x, {_step("sum_y", z)} AS step_y
            FROM ({inner}) AS part GROUP BY bin_key HAVING sum(part_0) > 0
        ) AS square"""  # noqa: S608 - names of our own, values are parameters
    return sql, (COLUMN, ROW, *params)


def _step(total: str, z: int) -> str:
    """Return the mean of places as the step of the tile that it lies in."""
    side = 1 << (_FINEST - z)
    return f"floor((sum({total}) / sum(part_0) + 0.5 - %s * {side}::float8) * {EXTENT / side!r})"


def _square(key: str, zooms: int) -> str:
    """Return a square's column in its tile (its row, of the key shifted by one)."""
    return " | ".join(f"(({key} >> {bit}) & {1 << bit})" for bit in range(zooms))


def _inside(step: str, square: str, side: int) -> str:
    """Return the step, held within a square `side` steps wide.

    A mean leaves its square only where cases are taken away that were added by a mean themselves.
    """
    first = f"({square}) * {side}"
    held = f"least(greatest({step}, {first}), {first} + {side - 1})"
    return f"CASE WHEN has_less THEN {held} ELSE {step} END"
