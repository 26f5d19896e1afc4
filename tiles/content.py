"""What a tile shows, wherever it lies: compiled once, and used for every tile of a map."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Avg, F, Value
from django.db.models.expressions import Combinable
from psycopg.sql import quote

from gis_core.actor import Actor
from gis_core.db.functions import IsAtLeast, MercatorPoint, X, Y
from gis_core.layers import SOME_TIME, Bins, Layer, Rows, Viewing, first_key, keys_of, stop_key
from gis_core.tile import BIN_ZOOMS, CROWDED_BIN_ZOOMS, KEY_ZOOM, TileAddress, pixel_m
from tiles.pyramid import COLUMN, ROW, sum_of

KEPT: Final = 1024
"""Compiled statements that a process remembers, some kilobytes each."""

_PLACE_HELD: Final = re.compile("%[%s]")


@dataclass(frozen=True, kw_only=True)
class Content:
    """Layer, viewer and filters of a tile at a zoom: two that are equal show the same.

    Raises BadParameter, when compiled, for a filter that it cannot read.

    Attributes:
        figures_at: the moment at which the city's figures are read, None = at any time.
        said: the filters that the layer knows, in its order.
        detail: what of the zoom changes the rows: the zoom itself, or that points are single.
        counted: whether points are counted though they would be single at this zoom.
        coarser: as how many zooms further off lines and polygons are drawn.
    """

    layer_name: str
    actor: Actor
    city_id: UUID
    figures_at: datetime | None
    said: tuple[tuple[str, str], ...]
    detail: int | str
    layer: Layer = field(compare=False)
    viewing: Viewing = field(compare=False)
    z: int = field(compare=False)
    counted: bool = False
    coarser: int = 0

    @classmethod
    def of(cls, layer: Layer, viewing: Viewing, said: Mapping[str, str], z: int) -> "Content":
        """Return the content; `said` may hold parameters that the layer does not know."""
        by_zoom = layer.at_zoom or layer.shapes or layer.is_binned_at(z)
        return cls(
            layer_name=layer.name,
            actor=viewing.actor,
            city_id=viewing.city.pk,
            figures_at=viewing.city.figures_at,
            said=layer.said(said),
            detail=z if by_zoom else "single",
            layer=layer,
            viewing=replace(viewing, at=SOME_TIME),
            z=z,
        )

    @property
    def bin_zooms(self) -> int:
        """By how many zooms squares of counts are smaller than the tile."""
        return CROWDED_BIN_ZOOMS if self.counted else BIN_ZOOMS

    def rows(self) -> Rows:
        """Return the rows that the viewer may see and asked for. Raises BadParameter."""
        rows = self.layer.narrowed(self.layer.rows(self.viewing), dict(self.said))
        if self.layer.shapes is not None:
            least_m = pixel_m(self.z) * 2**self.coarser
            rows = rows.filter(IsAtLeast(self.layer.geometry, least_m))
        seen_from = max(self.z - self.coarser, self.layer.min_zoom)
        return rows if self.layer.at_zoom is None else self.layer.at_zoom(rows, seen_from)


@dataclass(frozen=True, eq=False)
class Compiled:
    """A SELECT of `tile_geom`, `tile_id` and others, and those others' names in the tile.

    Of a layer of shapes also `tile_shape`, which is drawn where `tile_geom` is found, and
    `tile_label` where it has names.

    Of counts, the SELECT holds the tile's range of keys; of features, every feature. Its values
    stand in its text; what it is asked with are stand-ins, until the tile is known, for its keys
    and corner, and for the time (see `params_for`).
    """

    layer: Layer
    sql: str
    params: tuple[Any, ...]
    names: Mapping[str, str]
    is_binned: bool
    has_one_plan: bool = True
    """Whether one plan is right for all tiles; to count the whole city in one of them, rows are
    read from end to end, to count a corner of it they are looked up."""
    clock: tuple[str, tuple[Any, ...]] | None = None
    """The layer's clock for this viewing, as a SELECT with its parameters."""
    drawn: str = "tile_geom"
    is_in_steps: bool = False
    """Whether what is drawn lies in the tile's own steps already."""
    has_labels: bool = False

    def clock_at(self, time: datetime) -> tuple[str, tuple[Any, ...]] | None:
        """Return the clock's SELECT as of a time; None where there is none."""
        if self.clock is None:
            return None
        sql, params = self.clock
        return sql, tuple(time if p == SOME_TIME else p for p in params)

    def params_for(self, at: TileAddress, time: datetime) -> tuple[Any, ...]:
        """Return the parameters with what the stand-ins stand for: the tile, and now."""
        known: dict[Any, Any] = {SOME_TIME: time}
        if self.is_binned:
            known |= {**keys_of(at), COLUMN: at.x, ROW: at.y}
        return tuple(known[p] for p in self.params)

    @property
    def needs_time(self) -> bool:
        """Whether the same rows may be another tile later."""
        return SOME_TIME in self.params


@lru_cache(maxsize=KEPT)
def compiled(content: Content) -> Compiled | None:
    """Return the SELECT of a content's features or counts; None where nothing can be seen.

    Kept by the content's value, which holds all that rights and filters depend on.
    """
    layer = content.layer
    bins = layer.bins if content.counted or layer.is_binned_at(content.z) else None
    if bins is not None and bins.parts is not None:
        kept = bins.parts(content.viewing, dict(content.said), content.z + content.bin_zooms)
        if kept is not None:
            return _added_up(kept, bins, content)
    rows, columns, attributes = _single(content) if bins is None else _counted(content, bins)
    # Names of our own, because an attribute may be called like a field of the model.
    names = {f"tile_{number}": name for number, name in enumerate(attributes)}
    places = {"tile_id", *columns}
    columns |= {inner: _expression(attributes[name]) for inner, name in names.items()}
    selected = rows.annotate(**columns).values(*sorted(places), *names)
    try:
        sql, params = _written_out(*selected.query.sql_with_params())
    except EmptyResultSet:
        return None
    return Compiled(
        layer,
        sql,
        params,
        names,
        is_binned=bins is not None,
        has_one_plan=bins is None,
        clock=_clock(content),
        drawn="tile_shape" if "tile_shape" in places else "tile_geom",
        has_labels="tile_label" in places,
    )


def _clock(content: Content) -> tuple[str, tuple[Any, ...]] | None:
    clock = content.layer.clock
    return None if clock is None else clock(content.viewing).query.sql_with_params()


_Parts = tuple[Rows, dict[str, Any], Mapping[str, str | Combinable]]
"""Rows, their place and id, and their attributes."""


def _single(content: Content) -> _Parts:
    layer = content.layer
    columns: dict[str, Any] = {"tile_geom": F(layer.geometry), "tile_id": F(layer.feature_id)}
    if layer.shapes is not None:
        columns["tile_shape"] = layer.shapes.at(max(content.z - content.coarser, 0))
    if layer.shapes is not None and layer.has_labels_at(content.z):
        columns["tile_label"] = F(layer.shapes.label)
    attributes = {name: attribute.source for name, attribute in layer.attributes.items()}
    marks = {"generalised": Value(True)} if content.coarser else {}
    return content.rows().order_by(), columns, {**attributes, **marks}


def _counted(content: Content, bins: Bins) -> _Parts:
    """Group by square: a square lies in one tile only, and so does its count."""
    geometry = content.layer.geometry
    keys = {f"{bins.key}__gte": first_key(KEY_ZOOM), f"{bins.key}__lt": stop_key(KEY_ZOOM)}
    inside = content.rows().filter(**keys)
    shift = 2 * (KEY_ZOOM - content.z - content.bin_zooms)
    squares = inside.order_by().values(tile_id=F(bins.key).bitrightshift(shift))
    middle = {"tile_geom": MercatorPoint(Avg(X(geometry)), Avg(Y(geometry)))}
    return squares, middle, {**bins.counts, "bin": Value(True)}


def _added_up(kept: list[Rows], bins: Bins, content: Content) -> Compiled:
    """Add up what is counted already; a square's mark never leaves it, so no count is cut off."""
    names = {f"tile_{number}": name for number, name in enumerate([*bins.counts, "bin"])}
    sql, params = _written_out(
        *sum_of(kept, counts=len(bins.counts), z=content.z, bin_zooms=content.bin_zooms)
    )
    looked_up = all(issubclass(part.model, bins.looked_up) for part in kept)
    return Compiled(
        content.layer, sql, params, names, is_binned=True, has_one_plan=looked_up, is_in_steps=True
    )


def _written_out(sql: str, params: Iterable[Any]) -> tuple[str, tuple[Any, ...]]:
    """Put all values into the text but what stands in for the tile and the time.

    PostgreSQL plans such a statement once for all tiles, and as well as for one: a list of states
    that it knows is looked up by hash, one that it will be told is searched in row by row.
    """
    given, unknown = iter(params), []

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        value = next(given)
        if _is_stand_in(value):
            unknown.append(value)
            return "%s"
        return literal(value).replace("%", "%%")

    return _PLACE_HELD.sub(written, sql), tuple(unknown)


def literal(value: Any) -> str:
    """Return a value as PostgreSQL's own text."""
    connection.ensure_connection()
    return quote(value, connection.connection)


def _is_stand_in(value: Any) -> bool:
    if isinstance(value, datetime):
        return value == SOME_TIME
    return isinstance(value, int) and value <= ROW


def _expression(source: str | Combinable) -> Any:
    return F(source) if isinstance(source, str) else source
