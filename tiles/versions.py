"""Whether a tile is still right is known before it is drawn.

A tile is what its statement says over the rows of its area. So its tag is made of the statement
(layer, attributes, filters and rights, all that makes one tile differ from another at the same
place), of how often the touched area changed, and of what time alone makes of it. The number of
changes is the sum over what is visible (gis_core/sql/map_changes.sql): a change that commits late,
a deletion, a second change within the same instant, each gives another number.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from gis_core.db.planned import planned_once
from gis_core.kept import check, check_now, stamp_columns
from gis_core.tile import BUFFER, EXTENT, TileAddress
from tiles.content import KEPT, Compiled
from tiles.limits import in_time
from tiles.mvt import TileRequest

# As JSON, of which the planner expects as much whatever it holds: of an array it would rather look
# at the length, and plan this anew each time.
_SPANS: Final = (
    "WITH span AS MATERIALIZED (SELECT * FROM json_to_recordset(%s)"
    " AS span (level smallint, first bigint, stop bigint))"
)
# Range by range, because the planner would rather read all places than look a few up.
_KNOWN: Final = (
    "SELECT coalesce(sum(found.n), 0) FROM span, LATERAL (SELECT sum(n) AS n FROM map_version c"
    " WHERE c.layer IN ({layers}) AND c.level = span.level"
    " AND c.area >= span.first AND c.area < span.stop) found"
)
_NEW: Final = (
    "SELECT coalesce(sum(n), 0) FROM span JOIN map_change c ON c.layer IN ({layers})"
    " AND c.level = span.level AND c.area >= span.first AND c.area < span.stop"
)


def tag_of(request: TileRequest) -> str | None:
    """Return the weak tag of the tile as it is now, without reading one feature.

    None where only drawing can tell: nobody notes the layer's changes, or time changes it in a way
    that it does not say. Raises BadParameter, and Outdated where the request relies on what is not
    so any more.
    """
    layer, at, select = request.layer, request.address, request.select
    timeless = select is None or not select.needs_time or select.clock is not None
    if select is None or not layer.sources or not timeless:
        check_now(request.stamps)
        return _weak(b"nothing") if select is None else None
    version = _version(request, select)
    return _weak(repr((_meaning(select), layer.name, at.z, at.x, at.y, version)).encode())


def tag_of_body(body: bytes) -> str:
    """Return the weak tag of a tile that was drawn."""
    return _weak(body)


def _weak(content: bytes) -> str:
    return f'W/"{blake2b(content, digest_size=16).hexdigest()}"'


@lru_cache(maxsize=KEPT)
def _meaning(select: Compiled) -> str:
    """Return a digest of the statement, whose text holds all its values."""
    said = repr((select.sql, select.params, dict(select.names), EXTENT, BUFFER))
    return blake2b(said.encode(), digest_size=16).hexdigest()


def _version(request: TileRequest, select: Compiled) -> tuple[Any, ...]:
    """Return the number of changes in the tile's area and the layer's clock, of one snapshot.

    And check, in the same one, that what was kept still holds. Raises Outdated.
    """
    stamps = request.stamps
    clock = select.clock_at(request.viewing.at) if select.needs_time else None
    asked = [column for column in (clock, *stamp_columns(stamps)) if column is not None]
    sql = _asking(request.layer.sources, tuple(column for column, _ in asked))
    with in_time(), planned_once() as cursor:
        spans = _spans(request.address, buffered=not select.is_binned)
        cursor.execute(sql, [spans, *(p for _, some in asked for p in some)])
        row = cursor.fetchone()
    own = len(row) - len(stamps)
    check(stamps, row[own:])
    return tuple(row[:own])


@lru_cache(maxsize=KEPT)
def _asking(sources: tuple[str, ...], besides: tuple[str, ...]) -> str:
    """Return the SELECT of how often these sources changed in the spans, and of what else is asked.

    The names of sources are our own.
    """
    if not all(source.isidentifier() for source in sources):
        raise ValueError(f"not the names of sources: {sources}")
    changes = f"({_KNOWN}) + ({_NEW})".format(layers=", ".join(f"'{one}'" for one in sources))
    return f"{_SPANS} SELECT {', '.join([changes, *(f'({one})' for one in besides)])}"


@lru_cache(maxsize=KEPT)
def _spans(at: TileAddress, *, buffered: bool) -> str:
    """Return the tile's ranges of areas; as text, since psycopg would look at each number."""
    spans = at.spans(buffered=buffered)
    return json.dumps([{"level": lv, "first": first, "stop": stop} for lv, first, stop in spans])
