"""What a map layer is: a declaration in a room's `layers.py`, registered by `config`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from gis_core.actor import Actor
from gis_core.errors import NotFound

Rows = QuerySet[Any, Any]
Filter = Callable[[Rows, str], Rows]


class LayerUnknown(NotFound):
    code = "layer_unknown"
    zh = "没有名为“{what}”的图层。"
    en = "There is no layer called “{what}”."


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A layer of vector tiles.

    Attributes:
        name: the layer's name in the URL, the tile and the style.
        rows: the rows that an actor may see; rights live here and nowhere else.
        attributes: attribute name in the tile -> column or expression; nothing else leaves.
        filters: parameter name -> what it does to the rows. `city` is always one of them.
        geometry: name of the stored EPSG:3857 column.
        feature_id: integer column or expression that gives stable feature ids.
        order: columns that fix the order of features in a tile.
        min_zoom, max_zoom: the zooms at which the layer has content.
        bins_below: below this zoom points become counts per square; None = never.
    """

    name: str
    title: Mapping[str, str]
    rows: Callable[[Actor], Rows]
    attributes: Mapping[str, str | Combinable]
    filters: Mapping[str, Filter]
    geometry: str = "geom_3857"
    feature_id: str | Combinable = "feature_id"
    order: tuple[str, ...] = ("pk",)
    min_zoom: int = 0
    max_zoom: int = 22
    bins_below: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


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
