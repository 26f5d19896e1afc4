"""A client of OGC API - Tiles finds its way from the landing page to a tile, by links alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from rest_framework.test import APIClient

from gis_core.layers import registry
from gis_core.tile import TileAddress
from tests.factories import Cast
from tests.tiles.drawn import BOX, ask, scatter

HERE = TileAddress.containing(BOX[0], BOX[1], 16)


def get(browser: APIClient, href: str) -> Any:
    where = urlsplit(href)
    answer = browser.get(f"{where.path}?{where.query}")
    assert answer.status_code == 200, href
    return answer.json()


def linked(document: dict[str, Any], rel: str) -> str:
    (href,) = (link["href"] for link in document["links"] if link["rel"].endswith(rel))
    return str(href)


@pytest.mark.parametrize("layer", ["districts", "streets", "cells", "facilities", "cases"])
def test_links_lead_from_the_landing_page_to_a_tile(cast: Cast, layer: str) -> None:
    scatter(cast, 20)
    browser = cast.client("leader")
    landing = get(browser, "/tiles/ogc/")
    listed = get(browser, linked(landing, "data") + "?city=xiangtan")["collections"]
    assert [found["id"] for found in listed] == [known.name for known in registry]
    collection = next(found for found in listed if found["id"] == layer)
    tilesets = get(browser, linked(collection, "tilesets-vector"))["tilesets"]
    tileset = get(browser, linked(tilesets[0], "self"))
    assert tileset["dataType"] == "vector"
    assert tileset["layers"][0]["id"] == layer
    template = linked(tileset, "item")
    href = template.format(tileMatrix=HERE.z, tileRow=HERE.y, tileCol=HERE.x)
    where = urlsplit(href)
    answer = browser.get(f"{where.path}?{where.query}")
    same = ask(browser, layer, HERE)
    assert answer.status_code == same.status_code
    assert answer.content == same.content
    assert answer["ETag"] == same["ETag"]


def test_the_matrices_are_those_of_web_mercator(cast: Cast) -> None:
    browser = APIClient()
    sets = get(browser, "/tiles/ogc/tileMatrixSets")["tileMatrixSets"]
    matrices = get(browser, linked(sets[0], "self"))["tileMatrices"]
    assert matrices[0]["scaleDenominator"] == pytest.approx(559082264.028717)
    assert matrices[18]["scaleDenominator"] == pytest.approx(2132.72958384978)
    assert [m["matrixWidth"] for m in matrices] == [1 << z for z in range(23)]


def test_what_is_claimed_is_what_the_standard_calls_it(cast: Cast) -> None:
    claimed = get(APIClient(), "/tiles/ogc/conformance")["conformsTo"]
    classes = {uri.rsplit("/", 1)[1] for uri in claimed if "ogcapi-tiles-1/1.0" in uri}
    assert classes == {"core", "tileset", "tilesets-list", "geodata-tilesets", "mvt"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("collections/cases/tiles/WorldCRS84Quad", 404),
        ("collections/secrets/tiles/WebMercatorQuad", 404),
        ("collections/cases/tiles/WebMercatorQuad/3/8/0", 400),
        ("collections/cases/tiles/WebMercatorQuad/23/0/0", 400),
        ("collections/cases/tiles/WorldCRS84Quad/3/0/0", 404),
        ("tileMatrixSets/Other", 404),
    ],
)
def test_what_there_is_not_is_said(cast: Cast, path: str, status: int) -> None:
    answer = cast.client("leader").get(f"/tiles/ogc/{path}?city=xiangtan")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
