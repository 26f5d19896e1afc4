"""What a map layer is: a declaration in a room's `layers.py`, registered by `config`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Aggregate, F, Model, QuerySet
from django.db.models.expressions import Combinable

from gis_core.actor import Actor
from gis_core.db.functions import Gridded
from gis_core.errors import NotFound
from gis_core.tile import (
    BIN_ZOOMS,
    KEY_ZOOM,
    SHARP_FROM_ZOOM,
    SLACK_PX,
    TileAddress,
    pixel_m,
)

Rows = QuerySet[Any, Any]
Filter = Callable[[Any, str], Rows]


class LayerUnknown(NotFound):
    code = "layer_unknown"
    zh = "没有名为“{what}”的图层。"
    en = "There is no layer called “{what}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewing:
    """Who looks at which city, and when.

    `city` is a `grids.City`, which this room does not know. While a tile's statement is composed,
    `at` is `SOME_TIME`: it may be compared in the database, and nothing else.
    """

    actor: Actor
    city: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value of a feature: a column, annotation or expression, and what it says to a person."""

    source: str | Combinable
    says: str


SOME_TIME: Final = datetime(1900, 1, 1, tzinfo=UTC)
"""Stands for the time of asking until somebody asks."""

# Stand for a tile's range of keys until the tile is known; no key is negative.
_UNKNOWN: Final = -(1 << 62)


def first_key(level: int) -> int:
    """Return what stands for the first key at zoom `level` of whatever tile is asked for."""
    return _UNKNOWN + 2 * level


def stop_key(level: int) -> int:
    """Return what stands for the key after the last one."""
    return _UNKNOWN + 2 * level + 1


def keys_of(address: TileAddress) -> dict[int, int]:
    """Return what `first_key` and `stop_key` stand for, for every zoom at or below the tile's."""
    keys = address.keys
    found = {}
    for level in range(address.z, KEY_ZOOM + 1):
        shift = 2 * (KEY_ZOOM - level)
        found[first_key(level)] = keys.start >> shift
        found[stop_key(level)] = keys.stop >> shift
    return found


Parts = Callable[[Viewing, Mapping[str, str], int], list[Rows] | None]
"""Viewer, filters, zoom of the squares -> rows that are to be added up, or None: count by rows.

They yield `bin_key`, `sum_x` and `sum_y` (at zoom 26), `part_0` … in the order of the counts.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bins:
    """How a layer of points shows itself where points do not fit: exact counts per square.

    Attributes:
        below: the zoom from which on single points are shown; keys are too coarse beyond 17.
        key: column with the point's tile key (`gis_core.tile`), which names its square.
        counts: attribute name -> aggregate over the rows of a square.
        says: attribute name -> what it says to a person.
        parts: where counts are kept, how to read them; None = they are counted each time.
        looked_up: models of such parts whose rows an index finds for any tile; of others a large
            tile's rows are read from end to end.
    """

    below: int
    key: str
    counts: Mapping[str, Aggregate]
    says: Mapping[str, str]
    parts: Parts | None = None
    looked_up: tuple[type[Model], ...] = ()

    def __post_init__(self) -> None:
        if self.below > KEY_ZOOM - BIN_ZOOMS + 1:
            raise ValueError(f"squares are finer than keys at zoom {self.below - 1}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """How a layer of lines and polygons is drawn: no finer than a screen shows, and named once.

    What is less than a pixel wide and high is left out.

    Attributes:
        at: zoom -> the geometry (EPSG:3857) that is drawn there instead of the layer's own.
        label: column with the point where a polygon's name stands (`gis_core.models.label_twin`).
        says: the attributes that the point carries; none = polygons have no point for a name.
            The points stand in the same tile as a layer of their own, each in one tile of a zoom.
        named_from: the zoom from which there are such points.
    """

    at: Callable[[int], Combinable]
    label: str = "label_3857"
    says: tuple[str, ...] = ()
    named_from: int = 0


def corner_by_corner(z: int, *, below: int = SHARP_FROM_ZOOM) -> Combinable:
    """Return `geom_3857` as it is, below a zoom with every corner on a grid of half a pixel.

    The corner that two shapes share is put in the same place for both, so they still meet.
    """
    if z >= below:
        return F("geom_3857")
    return Gridded("geom_3857", SLACK_PX * pixel_m(z))


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A layer of vector tiles.

    Attributes:
        name: the layer's name in the URL, the tile and the style.
        rows: the rows of a city that an actor may see; rights live here and nowhere else.
        attributes: attribute name in the tile -> its value; nothing else leaves.
        filters: parameter name -> what it does to the rows. A parameter that is not here is not
            the layer's business and changes nothing.
        normal: parameter name -> the one text for all values that mean the same.
        at_zoom: which of the rows are drawn at a zoom, where that is not all of them.
        geometry: name of the stored EPSG:3857 column.
        feature_id: integer column that gives stable feature ids, and the order in a tile.
        min_zoom: the zoom from which the layer has content.
        max_zoom: the zoom beyond which a client enlarges a tile rather than asking for more.
        bins: how points show themselves at low zooms; None = as they are.
        shapes: how lines and polygons are drawn; None = as they are stored.
        sources: names under which changes of its rows are noted (sql/map_changes.sql).
        clock: one row with one column: what time alone makes of the layer, such as the generation
            in force. Without it, a layer that compares with `viewing.at` is never unchanged.
        fresh_s: for how many seconds a client need not ask again; 0 = it asks every time.
    """

    name: str
    title: Mapping[str, str]
    rows: Callable[[Viewing], Rows]
    attributes: Mapping[str, Attribute]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    normal: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    at_zoom: Callable[[Any, int], Rows] | None = None
    geometry: str = "geom_3857"
    feature_id: str = "feature_id"
    min_zoom: int = 0
    max_zoom: int = 18
    bins: Bins | None = None
    shapes: Shapes | None = None
    sources: tuple[str, ...] = ()
    clock: Callable[[Viewing], Rows] | None = None
    fresh_s: int = 0

    @property
    def label_says(self) -> tuple[str, ...]:
        """The attributes of the points for names; none = there are no such points."""
        return () if self.shapes is None else self.shapes.says

    @property
    def labels_name(self) -> str:
        """What the points for names are called in the tile, beside the layer itself."""
        return f"{self.name}_labels"

    def has_labels_at(self, z: int) -> bool:
        return self.shapes is not None and bool(self.shapes.says) and z >= self.shapes.named_from

    def is_binned_at(self, z: int) -> bool:
        return self.bins is not None and z < self.bins.below

    def has_content_at(self, z: int) -> bool:
        return z >= self.min_zoom

    def said(self, params: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Return the parameters that are this layer's business, in its order and in one form.

        Raises BadParameter.
        """
        return tuple(
            (name, self.normal.get(name, str)(params[name]))
            for name in self.filters
            if params.get(name)
        )

    def narrowed(self, rows: Rows, said: Mapping[str, str]) -> Rows:
        """Return the rows that every parameter lets through. Raises BadParameter."""
        for name, narrow in self.filters.items():
            if said.get(name):
                rows = narrow(rows, said[name])
        return rows


class LayerRegistry:
    """The layers of this installation, by name, in the order in which they are drawn."""

    def __init__(self) -> None:
        self._layers: dict[str, Layer] = {}

    def register(self, *layers: Layer) -> None:
        for layer in layers:
            self._layers[layer.name] = layer

    def get(self, name: str) -> Layer:
        """Return the layer, or raise LayerUnknown."""
        try:
            return self._layers[name]
        except KeyError:
            raise LayerUnknown(what=name) from None

    def __iter__(self) -> Iterator[Layer]:
        return iter(self._layers.values())


registry = LayerRegistry()
