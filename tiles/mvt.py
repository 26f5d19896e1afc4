"""A tile is one statement: rows of a layer that an actor may see, cut and encoded by PostGIS."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from django.db import OperationalError, connection
from django.db.models import Avg, F, Value
from django.db.models.expressions import Combinable

from gis_core.db.functions import MercatorPoint, TileEnvelope, X, Y
from gis_core.errors import DomainError
from gis_core.http import is_statement_timeout
from gis_core.layers import Bins, Layer, Rows, Viewing
from gis_core.tile import BUFFER, EXTENT, KEY_ZOOM, TileAddress

TIMEOUT_MS: Final = 2000
"""What a tile may cost the database; a map asks for a dozen at once."""

BIN_ZOOMS: Final = 6
"""Squares of counts are this many zooms smaller than the tile: 64 × 64 of them in one."""

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
    """

    layer: Layer
    address: TileAddress
    viewing: Viewing
    said: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> Rows:
        """Return the rows that the viewer may see and asked for. Raises BadParameter."""
        rows = self.layer.narrowed(self.layer.rows(self.viewing), self.said)
        return rows if self.layer.at_zoom is None else self.layer.at_zoom(rows, self.address.z)


def render(request: TileRequest) -> bytes:
    """Return the encoded tile, empty where there is nothing to draw.

    Raises:
        BadParameter: a filter has a value that it cannot read.
        TileTooSlow: PostgreSQL took more than TIMEOUT_MS.
    """
    rows = request.rows()
    if not request.layer.has_content_at(request.address.z) or rows.query.is_empty():
        return b""
    sql, params = statement(request, rows)
    try:
        # One round trip: PostgreSQL runs statements that come together in one transaction, so the
        # limits hold for this tile alone.
        with connection.cursor() as cursor:
            cursor.execute(_LIMITS + sql, params)
            while cursor.nextset():
                pass
            return bytes(cursor.fetchone()[0])
    except OperationalError as error:
        if is_statement_timeout(error):
            raise TileTooSlow from error
        raise


def statement(request: TileRequest, rows: Rows) -> tuple[str, tuple[Any, ...]]:
    """Return the one SELECT that encodes the rows, with its parameters."""
    values = _values(request, rows)
    select, params = values.rows.query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ", ".join(f"layer.{inner} AS {quote(name)}" for inner, name in values.names.items())
    # By feature id, because rows without an order make a different tile each time.
    sql = f"""
        SELECT ST_AsMVT(tile.*, %s, %s, 'geom', 'feature_id' ORDER BY tile.feature_id)
        FROM (
            SELECT ST_AsMVTGeom(layer.tile_geom, ST_TileEnvelope(%s, %s, %s), %s, %s) AS geom,
                   layer.tile_id AS feature_id, {columns}
            FROM ({select}) AS layer
        ) AS tile"""  # noqa: S608 - names come from declarations, values are parameters
    at = request.address
    return sql, (request.layer.name, EXTENT, at.z, at.x, at.y, EXTENT, BUFFER, *params)


@dataclass(frozen=True)
class _Values:
    """A queryset of `tile_geom`, `tile_id` and others, and the names of those in the tile."""

    rows: Rows
    names: Mapping[str, str]


def _values(request: TileRequest, rows: Rows) -> _Values:
    bins = request.layer.bins
    if bins is not None and request.layer.is_binned_at(request.address.z):
        return _binned(request, bins, rows)
    return _single(request, rows)


def _single(request: TileRequest, rows: Rows) -> _Values:
    layer, at = request.layer, request.address
    window = TileEnvelope(at.z, at.x, at.y, margin=BUFFER / EXTENT)
    inside = rows.filter(**{f"{layer.geometry}__bboverlaps": window})
    return _named(
        inside,
        geom=F(layer.geometry),
        feature_id=F(layer.feature_id),
        attributes={name: attribute.source for name, attribute in layer.attributes.items()},
    )


def _binned(request: TileRequest, bins: Bins, rows: Rows) -> _Values:
    """Count per square of a fixed grid: a square lies in one tile only, and so does its count."""
    geometry, keys = request.layer.geometry, request.address.keys
    inside = rows.filter(**{f"{bins.key}__gte": keys.start, f"{bins.key}__lt": keys.stop})
    shift = 2 * (KEY_ZOOM - request.address.z - BIN_ZOOMS)
    return _named(
        inside.order_by().values(tile_id=F(bins.key).bitrightshift(shift)),
        geom=MercatorPoint(Avg(X(geometry)), Avg(Y(geometry))),
        feature_id=None,
        attributes={**bins.counts, "bin": Value(True)},
    )


def _named(
    rows: Rows,
    *,
    geom: Combinable,
    feature_id: Combinable | None,
    attributes: Mapping[str, str | Combinable],
) -> _Values:
    """Select the columns under names that clash with no field of the model.

    A group's key is its feature id already; None leaves it as it is.
    """
    columns: dict[str, Any] = {"tile_geom": geom}
    if feature_id is not None:
        columns["tile_id"] = feature_id
    names = {f"tile_{number}": name for number, name in enumerate(attributes)}
    for inner, name in names.items():
        source = attributes[name]
        columns[inner] = F(source) if isinstance(source, str) else source
    return _Values(rows.annotate(**columns).values("tile_id", *columns), names)
