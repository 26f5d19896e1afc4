"""A MapLibre style of all layers. Its language is the part that QGIS reads too."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from gis_core.layers import LayerRegistry
from grids.models import City
from tiles.background import Background
from tiles.tilejson import attribution

_PAINTS = Path(__file__).parent / "paints.json"
_BACKGROUND: Final = "background"
_LAND: Final = "districts-fill"
"""The colour of the city's ground, which would hide a background map."""


def style(
    layers: LayerRegistry, *, city: City, root: str, background: Background | None = None
) -> dict[str, Any]:
    """Return the style document; `root` is the absolute address of all tiles, with its slash.

    There is no address for glyphs: a client draws text with its own fonts.
    """
    sources: dict[str, Any] = {
        layer.name: {
            "type": "vector",
            "url": f"{root}{layer.name}.json?city={city.slug}",
            "attribution": attribution(city),
        }
        for layer in layers
    }
    drawn = [paint for paint in _paints() if "source" not in paint or paint["source"] in sources]
    if background is not None:
        sources = {_BACKGROUND: background.source(root), **sources}
        drawn = _over_background(drawn)
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


def _over_background(paints: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the background map below everything but the plain ground."""
    ground, *others = (paint for paint in paints if paint["id"] != _LAND)
    raster = {"id": _BACKGROUND, "type": "raster", "source": _BACKGROUND}
    return [ground, raster, *others]


@cache
def _paints() -> list[dict[str, Any]]:
    """Return how each layer is drawn, in drawing order."""
    paints: list[dict[str, Any]] = json.loads(_PAINTS.read_text(encoding="utf-8"))
    return paints
