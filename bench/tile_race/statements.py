"""The statement that somebody would write by hand for the same tile: no rights, no filters."""

from typing import Final

ATTRIBUTES: Final = (
    "id", "number", "state", "state_group", "class_code", "class_name", "urgency", "overdue",
)  # fmt: skip

_TILE: Final = "ST_TileEnvelope(%(z)s, %(x)s, %(y)s)"

SINGLE: Final = f"""
    SELECT ST_AsMVT(tile.*, 'cases', 4096, 'geom', 'feature_id')
    FROM (
        SELECT feature_id, {", ".join(ATTRIBUTES)}, ST_AsMVTGeom(geom, {_TILE}, 4096, 64) AS geom
        FROM bench.cases
        WHERE geom && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096)
    ) AS tile
"""  # noqa: S608 - names of our own
"""Single cases, from zoom 14 on."""

# 2^z tiles of 64 squares along 40,075 km; positive, because floor() and integers meet.
_SIDE: Final = "(40075016.685578488 / (64 * (1 << %(z)s)))"

COUNTED: Final = f"""
    SELECT ST_AsMVT(tile.*, 'cases', 4096, 'geom')
    FROM (
        SELECT ST_AsMVTGeom(ST_Point(avg(ST_X(geom)), avg(ST_Y(geom)), 3857), {_TILE}, 4096, 64)
                   AS geom,
               count(*) AS count, count(*) FILTER (WHERE state_group = 'open') AS open, true AS bin
        FROM bench.cases
        WHERE geom && {_TILE}
        GROUP BY floor(ST_X(geom) / {_SIDE}), floor(ST_Y(geom) / {_SIDE})
    ) AS tile
"""  # noqa: S608 - names of our own
"""Counts per square, below zoom 14."""
