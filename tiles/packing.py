"""Tiles ahead of time: a layer of an area as one PMTiles file, or drawn before somebody asks."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

from gis_core.layers import Layer, Viewing
from gis_core.tile import TileAddress
from tiles.codings import IDENTITY
from tiles.mvt import TileRequest, render
from tiles.serving import body_of
from tiles.tilejson import attribution, vector_layers
from tiles.versions import tag_of

_E7: Final = 10_000_000
Told = Callable[[int], None]
"""Is called with the number of tiles that were just done."""


@dataclass(frozen=True)
class Area:
    """Tiles of some zooms that a box touches: west, south, east, north in degrees."""

    box: tuple[float, float, float, float]
    zooms: range

    def __len__(self) -> int:
        return sum(len(xs) * len(ys) for _, xs, ys in self._grids())

    def __iter__(self) -> Iterator[TileAddress]:
        """Zoom by zoom, in the order in which a PMTiles file keeps them."""
        for z, xs, ys in self._grids():
            places = ((zxy_to_tileid(z, x, y), x, y) for x in xs for y in ys)
            yield from (TileAddress(z, x, y) for _, x, y in sorted(places))

    def _grids(self) -> Iterator[tuple[int, range, range]]:
        west, south, east, north = self.box
        for z in self.zooms:
            first = TileAddress.containing(west, north, z)
            last = TileAddress.containing(east, south, z)
            yield z, range(first.x, last.x + 1), range(first.y, last.y + 1)


@dataclass(frozen=True, kw_only=True)
class Packed:
    """What was written: tiles with something in them, and bytes."""

    tiles: int
    size_bytes: int


def pack(
    path: Path,
    layer: Layer,
    viewing: Viewing,
    area: Area,
    *,
    said: Mapping[str, str],
    told: Told = lambda count: None,
) -> Packed:
    """Write a layer's tiles into a PMTiles file as the viewer sees them.

    Raises BadParameter for a filter, TileTooSlow for a tile that PostgreSQL gave up.
    """
    there = 0
    with write(str(path)) as writer:
        for at in area:
            body = render(TileRequest(layer=layer, address=at, viewing=viewing, said=said))
            if body:
                packed = gzip.compress(body, mtime=0)
                writer.write_tile(zxy_to_tileid(at.z, at.x, at.y), packed)
                there += 1
            told(1)
        writer.finalize(_header(area), _metadata(layer, viewing))
    return Packed(tiles=there, size_bytes=path.stat().st_size)


def warm(layer: Layer, viewing: Viewing, area: Area, *, coding: str = IDENTITY, told: Told) -> int:
    """Draw what is not kept yet, as the viewer sees it; returns the bytes that are ready."""
    size = 0
    for at in area:
        request = TileRequest(layer=layer, address=at, viewing=viewing)
        size += len(body_of(request, tag_of(request), coding))
        told(1)
    return size


def _header(area: Area) -> dict[str, Any]:
    west, south, east, north = (math.floor(degrees * _E7) for degrees in area.box)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_zoom": area.zooms.start,
        "max_zoom": area.zooms.stop - 1,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": area.zooms.start,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }


def _metadata(layer: Layer, viewing: Viewing) -> dict[str, Any]:
    title = f"{layer.title['zh']} {layer.title['en']}"
    metadata = {
        "name": f"{viewing.city.name} · {title}",
        "attribution": attribution(viewing.city),
        "vector_layers": vector_layers(layer),
    }
    json.dumps(metadata)  # what cannot be written is found before the file is
    return metadata
