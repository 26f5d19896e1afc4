"""A MapLibre style of all layers. Its language is the part that QGIS reads too."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from gis_core.layers import LayerRegistry
from grids.models import City
from tiles.tilejson import attribution

_PAINTS = Path(__file__).parent / "paints.json"


def style(layers: LayerRegistry, *, city: City, root: str) -> dict[str, Any]:
    """Return the style document; `root` is the absolute address of all tiles, with its slash.

    There is no address for glyphs: a client draws text with its own fonts.
    """
    sources = {
        layer.name: {
            "type": "vector",
            "url": f"{root}{layer.name}.json?city={city.slug}",
            "attribution": attribution(city),
        }
        for layer in layers
    }
    drawn = [paint for paint in _paints() if "source" not in paint or paint["source"] in sources]
    document: dict[str, Any] = {
        "version": 8,
        "name": f"{city.name} {city.name_en}".strip(),
        "metadata": {"wangge:notice": city.map_notice, "wangge:generated": city.generated},
        "sources": sources,
        "layers": drawn,
    }
    if city.centre is not None:
        document |= {"center": list(city.centre.coords), "zoom": 11}
    return document


@cache
def _paints() -> list[dict[str, Any]]:
    """Return how each layer is drawn, in drawing order."""
    paints: list[dict[str, Any]] = json.loads(_PAINTS.read_text(encoding="utf-8"))
    return paints
