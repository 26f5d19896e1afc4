"""What is in a tile, read back with a decoder that we did not write."""

import gzip
from collections import Counter
from dataclasses import dataclass
from typing import Any

import mapbox_vector_tile


@dataclass(frozen=True, kw_only=True)
class LayerInfo:
    """A layer of a decoded tile.

    Attributes:
        kinds: geometry type -> number of features.
        attributes: attribute name -> number of features that have it.
        counted: sum of `count` where features are squares of counts; None where they are single.
    """

    name: str
    extent: int
    kinds: dict[str, int]
    attributes: dict[str, int]
    counted: int | None


@dataclass(frozen=True, kw_only=True)
class TileInfo:
    """A decoded tile: its layers, and its size before and after compression."""

    size_bytes: int
    gzip_bytes: int
    layers: tuple[LayerInfo, ...]


def read_tile(body: bytes) -> TileInfo:
    """Decode a tile; an empty body has no layers."""
    decoded = mapbox_vector_tile.decode(body) if body else {}
    return TileInfo(
        size_bytes=len(body),
        gzip_bytes=len(gzip.compress(body, mtime=0)) if body else 0,
        layers=tuple(_layer(name, layer) for name, layer in decoded.items()),
    )


def _layer(name: str, layer: dict[str, Any]) -> LayerInfo:
    features = layer["features"]
    counts = [f["properties"]["count"] for f in features if f["properties"].get("bin")]
    return LayerInfo(
        name=name,
        extent=layer["extent"],
        kinds=dict(Counter(f["geometry"]["type"] for f in features)),
        attributes=dict(Counter(key for f in features for key in f["properties"])),
        counted=sum(counts) if counts else None,
    )
