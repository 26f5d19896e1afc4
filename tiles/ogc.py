"""OGC API - Tiles 1.0 (20-057): what there is to know of the layers, as its clients read it.

One tile matrix set, WebMercatorQuad, whose matrices are the zooms of all our tiles.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from gis_core.layers import Layer, LayerRegistry
from gis_core.tile import MAX_ZOOM, WORLD_HALF_M
from grids.models import City
from tiles.tilejson import attribution, bounds_of, vector_layers

SET: Final = "WebMercatorQuad"
MVT: Final = "application/vnd.mapbox-vector-tile"
JSON: Final = "application/json"
_CRS: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
_SET_URI: Final = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{SET}"
_TILES: Final = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf"
_COMMON: Final = "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf"
CONFORMS_TO: Final = (
    f"{_COMMON}/core",
    f"{_COMMON}/json",
    f"{_TILES}/core",
    f"{_TILES}/tileset",
    f"{_TILES}/tilesets-list",
    f"{_TILES}/geodata-tilesets",
    f"{_TILES}/mvt",
)
_PIXEL_M: Final = 0.00028
"""Side of the standard's pixel; a matrix of zoom 0 shows the world on 256 of them."""


def link(href: str, rel: str, kind: str = JSON, **more: Any) -> dict[str, Any]:
    return {"href": href, "rel": rel, "type": kind, **more}


def landing(root: str, *, schema: str) -> dict[str, Any]:
    """Return the landing page; `root` is the absolute address of this API, with its slash."""
    return {
        "title": "Wangge 网格",
        "description": "Vector tiles of a city's grid, facilities and cases",
        "links": [
            link(root, "self"),
            link(f"{root}conformance", "conformance"),
            link(f"{root}collections", "data"),
            link(f"{root}tileMatrixSets", "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"),
            link(schema, "service-desc", "application/vnd.oai.openapi"),
        ],
    }


def collections(layers: LayerRegistry, city: City, root: str, at: datetime) -> dict[str, Any]:
    return {
        "links": [link(f"{root}collections?city={city.slug}", "self")],
        "collections": [collection(layer, city, root, at) for layer in layers],
    }


def collection(layer: Layer, city: City, root: str, at: datetime) -> dict[str, Any]:
    here = f"{root}collections/{layer.name}"
    tilesets = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
    described: dict[str, Any] = {
        "id": layer.name,
        "title": f"{layer.title['zh']} {layer.title['en']}",
        "attribution": attribution(city),
        "links": [
            link(f"{here}?city={city.slug}", "self"),
            link(f"{here}/tiles?city={city.slug}", tilesets),
        ],
    }
    bounds = bounds_of(city, at)
    if bounds is not None:
        described["extent"] = {"spatial": {"bbox": [bounds]}}
    return described


def tilesets(layer: Layer, city: City, root: str) -> dict[str, Any]:
    here = f"{root}collections/{layer.name}/tiles"
    return {
        "links": [link(f"{here}?city={city.slug}", "self")],
        "tilesets": [
            {
                "title": f"{layer.title['zh']} {layer.title['en']}",
                "dataType": "vector",
                "crs": _CRS,
                "tileMatrixSetURI": _SET_URI,
                "links": [
                    link(f"{here}/{SET}?city={city.slug}", "self"),
                    link(
                        f"{root}tileMatrixSets/{SET}",
                        "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
                    ),
                ],
            }
        ],
    }


def tileset(layer: Layer, city: City, root: str, at: datetime) -> dict[str, Any]:
    """Return the tile set's metadata: its fields, its zooms, and how a tile is asked for."""
    here = f"{root}collections/{layer.name}/tiles/{SET}"
    template = f"{here}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}?city={city.slug}"
    described: dict[str, Any] = {
        "title": f"{layer.title['zh']} {layer.title['en']}",
        "dataType": "vector",
        "crs": _CRS,
        "tileMatrixSetURI": _SET_URI,
        "attribution": attribution(city),
        "layers": [_layer(inside) for inside in vector_layers(layer)],
        "links": [
            link(f"{here}?city={city.slug}", "self"),
            link(template, "item", MVT, templated=True),
            link(
                f"{root}tileMatrixSets/{SET}",
                "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
            ),
        ],
    }
    bounds = bounds_of(city, at)
    if bounds is not None:
        described["boundingBox"] = {
            "lowerLeft": bounds[:2],
            "upperRight": bounds[2:],
            "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        }
    return described


def _layer(inside: dict[str, Any]) -> dict[str, Any]:
    fields = {name: {"description": says} for name, says in inside["fields"].items()}
    return {
        "id": inside["id"],
        "dataType": "vector",
        "minTileMatrix": str(inside["minzoom"]),
        "maxTileMatrix": str(inside["maxzoom"]),
        "propertiesSchema": {"type": "object", "properties": fields},
    }


def matrix_sets(root: str) -> dict[str, Any]:
    here = f"{root}tileMatrixSets/{SET}"
    listed = {"id": SET, "uri": _SET_URI, "crs": _CRS, "links": [link(here, "self")]}
    return {"tileMatrixSets": [listed]}


def matrix_set() -> dict[str, Any]:
    """Return WebMercatorQuad as OGC 17-083r4 defines it."""
    return {
        "id": SET,
        "title": "Google Maps Compatible for the World",
        "uri": _SET_URI,
        "crs": _CRS,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(z) for z in range(MAX_ZOOM + 1)],
    }


def _matrix(z: int) -> dict[str, Any]:
    cell_m = 2 * WORLD_HALF_M / 256 / (1 << z)
    return {
        "id": str(z),
        "scaleDenominator": cell_m / _PIXEL_M,
        "cellSize": cell_m,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-WORLD_HALF_M, WORLD_HALF_M],
        "tileWidth": 256,
        "tileHeight": 256,
        "matrixWidth": 1 << z,
        "matrixHeight": 1 << z,
    }
