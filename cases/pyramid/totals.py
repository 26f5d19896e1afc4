"""How many cases a viewer's filters let through, in the whole city, from counts that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection

from cases.filters import filtered
from cases.models import Case
from cases.pyramid.parts import LEVELS, parts
from gis_core.layers import Rows, Viewing, keys_of
from gis_core.tile import TileAddress

_WORLD: Final = keys_of(TileAddress(0, 0, 0))


@dataclass(frozen=True, slots=True)
class Total:
    """All of them, and those of them without a place."""

    count: int
    unplaced: int


def total(viewing: Viewing, said: Mapping[str, str]) -> Total | None:
    """Return the exact counts; None where the pyramid cannot tell. Raises BadParameter."""
    squares = parts(viewing, said, LEVELS[0])
    if squares is None:
        return None
    # Of these the pyramid knows nothing, but few are so far away and not many without a place.
    off_the_map = Case.objects.visible_in(viewing.city, viewing.actor).filter(tile_key=None)
    sums = [_selected(square, "part_0") for square in squares]
    rows = [_selected(filtered(off_the_map, said), "place_known")]
    placed, without = _union(sums, "0 AS part_0"), _union(rows, "true AS place_known")
    with connection.cursor() as cursor:
        # One statement, so that a case that is given its place just now is counted once.
        cursor.execute(
            "SELECT count(*) + (SELECT coalesce(sum(part_0), 0)::bigint"  # noqa: S608 - our names
            f" FROM ({placed[0]}) AS square), count(*) FILTER (WHERE NOT place_known)"
            f" FROM ({without[0]}) AS lost",
            [*placed[1], *without[1]],
        )
        return Total(*cursor.fetchone())


_Statement = tuple[str, tuple[Any, ...]]


def _selected(rows: Rows, column: str) -> _Statement | None:
    """Return the SELECT of one column, over the whole world; None where there can be no row."""
    try:
        sql, params = rows.order_by().values(column).query.sql_with_params()
    except EmptyResultSet:
        return None
    known = (_WORLD.get(value, value) if isinstance(value, int) else value for value in params)
    return f"SELECT {column} FROM ({sql}) AS one", tuple(known)  # noqa: S608 - our names


def _union(statements: list[_Statement | None], nothing: str) -> _Statement:
    found = [one for one in statements if one is not None]
    if not found:
        return f"SELECT {nothing} WHERE false", ()
    return " UNION ALL ".join(sql for sql, _ in found), tuple(p for _, ps in found for p in ps)
