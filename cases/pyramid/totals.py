"""How many cases a viewer's filters let through, in the whole city, from counts that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection

from cases.filters import filtered
from cases.models import Case
from cases.pyramid.parts import LEVELS, parts
from gis_core.db.unions import union_all
from gis_core.layers import Viewing, keys_of
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
    placed, places = union_all(squares, {"part_0": "bigint"})
    lost, told = union_all([filtered(off_the_map, said)], {"place_known": "boolean"})
    with connection.cursor() as cursor:
        # One statement, so that a case that is given its place just now is counted once.
        cursor.execute(
            "SELECT count(*) + (SELECT coalesce(sum(part_0), 0)::bigint"  # noqa: S608 - our names
            f" FROM ({placed}) AS square), count(*) FILTER (WHERE NOT place_known)"
            f" FROM ({lost}) AS lost",
            [_WORLD.get(p, p) if isinstance(p, int) else p for p in (*places, *told)],
        )
        return Total(*cursor.fetchone())
