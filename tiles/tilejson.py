"""What a map client must know of a layer before it asks for tiles: TileJSON 3.0.0."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.gis.db.models import Extent

from gis_core.layers import Layer
from gis_core.srid import COORDINATE_DECIMALS
from grids.models import City, District


def tilejson(
    layer: Layer, *, city: City, root: str, said: Mapping[str, str], at: datetime
) -> dict[str, Any]:
    """Return the description of a layer of a city.

    `root` is the absolute address of all tiles, with a slash at its end; of `said`, the parameters
    that the layer knows go into the address of its tiles.
    """
    title = f"{layer.title['zh']} {layer.title['en']}"
    described: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": f"{city.name} · {title}",
        "version": "1.0.0",
        "scheme": "xyz",
        "tiles": [tiles_url(layer, city=city, root=root, said=said)],
        "vector_layers": vector_layers(layer),
        "minzoom": layer.min_zoom,
        "maxzoom": layer.max_zoom,
        "attribution": attribution(city),
    }
    bounds = bounds_of(city, at)
    if bounds is not None:
        described["bounds"] = bounds
    return described


def bounds_of(city: City, at: datetime) -> list[float] | None:
    """Return west, south, east, north of a city in degrees; None where it has no network."""
    box = District.objects.of(city, at).aggregate(box=Extent("geom"))["box"]
    return None if box is None else [round(degrees, COORDINATE_DECIMALS) for degrees in box]


def tiles_url(layer: Layer, *, city: City, root: str, said: Mapping[str, str]) -> str:
    """Return the template of the addresses of a layer's tiles."""
    known = {name: said[name] for name in layer.filters if said.get(name)}
    return f"{root}{layer.name}/{{z}}/{{x}}/{{y}}.mvt?{urlencode({'city': city.slug, **known})}"


def vector_layers(layer: Layer) -> list[dict[str, Any]]:
    """Return what stands in a layer's tiles: itself, and the points for names where it has them."""
    title = f"{layer.title['zh']} {layer.title['en']}"
    described = {"description": title, "minzoom": layer.min_zoom, "maxzoom": layer.max_zoom}
    own = {"id": layer.name, **described, "fields": fields_of(layer)}
    if layer.shapes is None or not layer.label_says:
        return [own]
    named_from = max(layer.min_zoom, layer.shapes.named_from)
    says = {name: layer.attributes[name].says for name in layer.label_says}
    names = {"id": layer.labels_name, **described, "minzoom": named_from, "fields": says}
    names["description"] = f"{title}: one point each, for a polygon's name"
    return [own, names]


def fields_of(layer: Layer) -> dict[str, str]:
    """Return each attribute of the layer's features with what it says."""
    fields = {name: attribute.says for name, attribute in layer.attributes.items()}
    if layer.bins is not None:
        below = f"below zoom {layer.bins.below}"
        fields |= {name: f"{says} ({below})" for name, says in layer.bins.says.items()}
        fields["bin"] = f"true: a square of counts, not a single feature ({below}, or too many)"
    if layer.shapes is not None:
        fields["generalised"] = "true: drawn as from further off, because the tile was too large"
    return fields


def attribution(city: City) -> str:
    """Return what the map must say of itself (审图号), or why it has no such number."""
    return city.map_notice or city.name
