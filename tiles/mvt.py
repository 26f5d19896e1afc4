"""A tile is one statement: rows of a layer that an actor may see, cut and encoded by PostGIS."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Final

from django.db import connection

from gis_core.db.planned import planned_anew, planned_once
from gis_core.kept import Stamp
from gis_core.layers import Layer, Viewing
from gis_core.tile import BUFFER, CROWDED_BIN_ZOOMS, EXTENT, KEY_ZOOM, TileAddress
from tiles.content import KEPT, Compiled, Content, compiled, literal
from tiles.limits import within_limits

AT_MOST_BYTES: Final = 500_000
"""What a tile may hold before compression; a phone takes seconds to read more."""

AT_MOST_FEATURES: Final = 2500
"""Single points in a tile, which is 512 pixels wide: more than one for every ten pixels each way
cover each other, and cost a phone more to draw than anybody sees. They take some 250 KB."""

CROWDED_ZOOMS: Final = 2
"""Zooms, from the first with single points, at which a tile often holds more than that: there no
more are drawn before it is given as counts."""

AT_MOST_COARSER: Final = 4
"""Zooms. What is 16 pixels wide fits 1,024 times into a tile: that is small enough."""

_TILE: Final = "ST_TileEnvelope(%s, %s, %s)"
# Asked for once, and not for every row, also where the plan does not know the tile.
_BOX: Final = f"(SELECT {_TILE}::box2d)"
_INSIDE: Final = (
    f"WHERE layer.tile_geom && ST_TileEnvelope(%s, %s, %s, margin => {BUFFER / EXTENT!r})"
)

# A point on the border of tiles is in the eastern and the southern one: each is in one tile only.
_HERE: Final = (
    "WHERE geom IS NOT NULL"
    f" AND ST_X(tile_label) >= ST_XMin({_TILE}) AND ST_X(tile_label) < ST_XMax({_TILE})"
    f" AND ST_Y(tile_label) > ST_YMin({_TILE}) AND ST_Y(tile_label) <= ST_YMax({_TILE})"
)


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

    @property
    def content(self) -> Content:
        return Content.of(self.layer, self.viewing, self.said, self.address.z)

    @cached_property
    def select(self) -> Compiled | None:
        """The rows of the tile, wherever it lies; None: nothing to see. Raises BadParameter."""
        select = compiled(self.content)
        return select if self.layer.has_content_at(self.address.z) else None


def render(request: TileRequest) -> bytes:
    """Return the encoded tile, empty where there is nothing to draw.

    A tile larger than AT_MOST_BYTES is given as counts (single points) or as it would be seen from
    further off (lines, polygons), and says so.

    Raises:
        BadParameter: a filter has a value that it cannot read.
        TileTooSlow: PostgreSQL took longer than a tile may.
    """
    if request.select is None:
        return b""
    body = drawn(request, request.select, at_most=_crowd(request))
    smaller = _smaller(request)
    while (body is None or len(body) > AT_MOST_BYTES) and (coarser := next(smaller, None)):
        body = drawn(request, coarser)
    return body or b""


def drawn(request: TileRequest, select: Compiled, *, at_most: int | None = None) -> bytes | None:
    """Return the encoded tile; None where it would hold more than `at_most` features.

    Raises TileTooSlow.
    """
    sql, params = statement(request, select, at_most=at_most)
    with within_limits(planned_once if select.has_one_plan else planned_anew) as cursor:
        cursor.execute(sql, params)
        (body,) = cursor.fetchone()
    return None if body is None else bytes(body)


def _crowd(request: TileRequest) -> int | None:
    """Return how many features are drawn at most where a tile often holds too many."""
    bins, z = request.layer.bins, request.address.z
    if bins is None or not bins.below <= z < bins.below + CROWDED_ZOOMS:
        return None
    return AT_MOST_FEATURES


def _smaller(request: TileRequest) -> Iterator[Compiled | None]:
    """Yield what says less of the same tile, step by step; nothing where there is no such thing."""
    layer, z = request.layer, request.address.z
    content = request.content
    if layer.bins is not None and not layer.is_binned_at(z) and z + CROWDED_BIN_ZOOMS <= KEY_ZOOM:
        yield compiled(replace(content, detail=z, counted=True))
    if layer.shapes is not None:
        for coarser in range(1, AT_MOST_COARSER + 1):
            yield compiled(replace(content, coarser=coarser))


def statement(
    request: TileRequest, select: Compiled, *, at_most: int | None = None
) -> tuple[str, tuple[Any, ...]]:
    """Return the one SELECT that encodes the tile, with its parameters.

    It gives NULL where there are more than `at_most` features.
    """
    at = request.address
    place = (at.z, at.x, at.y)
    cut = () if select.is_in_steps else place
    inside = () if select.is_binned else place
    labels = 5 * place if select.has_labels else ()
    params = (*cut, *select.params_for(at, request.viewing.at), *inside, *labels)
    return _text(select, at_most), params


@lru_cache(maxsize=KEPT)
def _text(select: Compiled, at_most: int | None) -> str:
    layer, inner = select.layer, _features(select)
    if at_most is not None:
        encoded = f"CASE WHEN count(*) <= {at_most} THEN {_mvt(layer.name)} END"
        return f"SELECT {encoded} FROM ({inner} LIMIT {at_most + 1}) AS tile"  # noqa: S608 - see below
    if not select.has_labels:
        return f"SELECT {_mvt(layer.name)} FROM ({inner}) AS tile"  # noqa: S608 - see below
    names, said = _quoted(select.names.values()), _quoted(layer.label_says)
    return f"""
        WITH drawn AS ({inner})
        SELECT (
            SELECT {_mvt(layer.name)} FROM (SELECT geom, feature_id{names} FROM drawn) AS tile
        ) || (
            SELECT {_mvt(layer.labels_name)} FROM (
                SELECT ST_AsMVTGeom(tile_label, {_BOX}, {EXTENT}, 0) AS geom, feature_id{said}
                FROM drawn {_HERE}
            ) AS tile
        )"""  # noqa: S608 - names come from declarations, values are parameters


def _features(select: Compiled) -> str:
    """Return the SELECT of features as they lie in the tile."""
    quote = connection.ops.quote_name
    columns = "".join(f", layer.{inner} AS {quote(name)}" for inner, name in select.names.items())
    label = ", layer.tile_label" if select.has_labels else ""
    drawn = f"layer.{select.drawn}"
    if not select.is_in_steps:
        drawn = f"ST_AsMVTGeom({drawn}, {_BOX}, {EXTENT}, {BUFFER})"
    return f"""
        SELECT {drawn} AS geom,
               layer.tile_id AS feature_id{columns}{label}
        FROM ({select.sql}) AS layer
        {"" if select.is_binned else _INSIDE}"""  # noqa: S608 - as above


def _quoted(names: Iterable[str]) -> str:
    return "".join(f", {connection.ops.quote_name(name)}" for name in names)


def _mvt(name: str) -> str:
    """Return the call that encodes rows as a tile's layer.

    In the order of their ids, because rows without an order make a different tile each time.
    """
    said = literal(name)
    return f"ST_AsMVT(tile.*, {said}, {EXTENT}, 'geom', 'feature_id' ORDER BY tile.feature_id)"
