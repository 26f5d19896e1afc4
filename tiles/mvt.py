"""A tile is one statement: rows of a layer that an actor may see, cut and encoded by PostGIS."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final

from django.db import OperationalError, connection

from gis_core.errors import DomainError
from gis_core.http import is_statement_timeout
from gis_core.kept import Stamp
from gis_core.layers import Layer, Viewing
from gis_core.tile import BIN_ZOOMS, BUFFER, EXTENT, KEY_ZOOM, TileAddress
from tiles.content import Compiled, Content, compiled

TIMEOUT_MS: Final = 2000
"""What a tile may cost the database; a map asks for a dozen at once."""

AT_MOST_BYTES: Final = 500_000
"""What a tile may hold before compression; a phone takes seconds to read more."""

AT_MOST_COARSER: Final = 4
"""Zooms. What is 16 pixels wide fits 1,024 times into a tile: that is small enough."""

_TILE: Final = "ST_TileEnvelope(%s, %s, %s)"
# By feature id, because rows without an order make a different tile each time.
_MVT: Final = "ST_AsMVT(tile.*, %s, %s, 'geom', 'feature_id' ORDER BY tile.feature_id)"
_INSIDE: Final = (
    f"WHERE layer.tile_geom && ST_TileEnvelope(%s, %s, %s, margin => {BUFFER / EXTENT!r})"
)

# A point on the border of tiles is in the eastern and the southern one: each is in one tile only.
_HERE: Final = (
    "WHERE geom IS NOT NULL"
    f" AND ST_X(tile_label) >= ST_XMin({_TILE}) AND ST_X(tile_label) < ST_XMax({_TILE})"
    f" AND ST_Y(tile_label) > ST_YMin({_TILE}) AND ST_Y(tile_label) <= ST_YMax({_TILE})"
)

# A tile is small: starting workers or compiling costs more than it saves (32 ms to 8 ms at z16).
# The planner takes every square of a count for one of many more, and would sort on disk.
_LIMITS: Final = (
    f"SET LOCAL statement_timeout = {TIMEOUT_MS}; SET LOCAL jit = off;"
    " SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '64MB'; "
)


class TileTooSlow(DomainError):
    code = "tile_too_slow"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    zh = "这块地图此刻生成过慢，请稍后再试，或放大地图、增加筛选条件。"
    en = "This tile takes too long just now; try again, zoom in or narrow the filters."


@dataclass(frozen=True, kw_only=True)
class TileRequest:
    """What makes a tile what it is: layer, place, viewer and filters, and nothing else.

    `said` may hold more parameters than the layer knows; those change nothing.
    `stamps` are of the kept rows that viewer and city were made of.
    """

    layer: Layer
    address: TileAddress
    viewing: Viewing
    said: Mapping[str, str] = field(default_factory=dict)
    stamps: tuple[Stamp, ...] = ()


def render(request: TileRequest) -> bytes:
    """Return the encoded tile, empty where there is nothing to draw.

    A tile larger than AT_MOST_BYTES is given as counts (single points) or as it would be seen from
    further off (lines, polygons), and says so.

    Raises:
        BadParameter: a filter has a value that it cannot read.
        TileTooSlow: PostgreSQL took more than TIMEOUT_MS.
    """
    found = statement(request)
    if found is None:
        return b""
    body = bytes(one_row(*found)[0])
    smaller = _smaller(request)
    while len(body) > AT_MOST_BYTES and (select := next(smaller, None)) is not None:
        body = bytes(one_row(*_encoding(request, select))[0])
    return body


def _smaller(request: TileRequest) -> Iterator[Compiled | None]:
    """Yield what says less of the same tile, step by step; nothing where there is no such thing."""
    layer, z = request.layer, request.address.z
    content = Content.of(layer, request.viewing, request.said, z)
    if layer.bins is not None and not layer.is_binned_at(z) and z + BIN_ZOOMS <= KEY_ZOOM:
        yield compiled(replace(content, detail=z, counted=True))
    if layer.shapes is not None:
        for coarser in range(1, AT_MOST_COARSER + 1):
            yield compiled(replace(content, coarser=coarser))


def one_row(sql: str, params: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the only row of a tile's statement. Raises TileTooSlow."""
    try:
        # One round trip: PostgreSQL runs statements that come together in one transaction, so the
        # limits hold for this tile alone.
        with connection.cursor() as cursor:
            cursor.execute(_LIMITS + sql, params)
            while cursor.nextset():
                pass
            row: tuple[Any, ...] = cursor.fetchone()
            return row
    except OperationalError as error:
        if is_statement_timeout(error):
            raise TileTooSlow from error
        raise


def selected(request: TileRequest) -> Compiled | None:
    """Return the rows of the tile, wherever it lies; None: nothing to see. Raises BadParameter."""
    select = compiled(Content.of(request.layer, request.viewing, request.said, request.address.z))
    return select if request.layer.has_content_at(request.address.z) else None


def statement(request: TileRequest) -> tuple[str, tuple[Any, ...]] | None:
    """Return the one SELECT that encodes the tile, with its parameters; None: nothing to see."""
    select = selected(request)
    return None if select is None else _encoding(request, select)


def _encoding(request: TileRequest, select: Compiled) -> tuple[str, tuple[Any, ...]]:
    layer, at = request.layer, request.address
    inner, params = _drawn(request, select)
    if not select.has_labels:
        sql = f"SELECT {_MVT} FROM ({inner}) AS tile"  # noqa: S608 - see below
        return sql, (*_mvt(layer.name), *params)
    names, said = _quoted(select.names.values()), _quoted(layer.label_says)
    sql = f"""
        WITH drawn AS ({inner})
        SELECT (
            SELECT {_MVT} FROM (SELECT geom, feature_id{names} FROM drawn) AS tile
        ) || (
            SELECT {_MVT} FROM (
                SELECT ST_AsMVTGeom(tile_label, {_TILE}, %s, 0) AS geom, feature_id{said}
                FROM drawn {_HERE}
            ) AS tile
        )"""  # noqa: S608 - names come from declarations, values are parameters
    place = (at.z, at.x, at.y)
    labels = (*_mvt(layer.labels_name), *place, EXTENT, *4 * place)
    return sql, (*params, *_mvt(layer.name), *labels)


def _drawn(request: TileRequest, select: Compiled) -> tuple[str, tuple[Any, ...]]:
    """Return the SELECT of features as they lie in the tile."""
    at = request.address
    quote = connection.ops.quote_name
    columns = "".join(f", layer.{inner} AS {quote(name)}" for inner, name in select.names.items())
    label = ", layer.tile_label" if select.has_labels else ""
    sql = f"""
        SELECT ST_AsMVTGeom(layer.{select.drawn}, {_TILE}, %s, %s) AS geom,
               layer.tile_id AS feature_id{columns}{label}
        FROM ({select.sql}) AS layer
        {"" if select.is_binned else _INSIDE}"""  # noqa: S608 - as above
    place = (at.z, at.x, at.y)
    params = (*place, EXTENT, BUFFER, *select.params_for(at, request.viewing.at))
    return sql, params if select.is_binned else (*params, *place)


def _quoted(names: Iterable[str]) -> str:
    return "".join(f", {connection.ops.quote_name(name)}" for name in names)


def _mvt(name: str) -> tuple[str, int]:
    return name, EXTENT
