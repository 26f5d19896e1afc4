"""TileJSON and the style: what a map client reads before it asks for tiles."""

import re
from typing import Any

import pytest
from rest_framework.test import APIClient

from departments.models import Shift
from facilities.models import Facility
from gis_core.layers import registry
from gis_core.tile import TileAddress
from tests.departments.duties import hold
from tests.factories import Cast
from tests.tiles.drawn import BOX, scatter, tile
from tests.tiles.test_ground_on_the_map import MIDDLE

LAYERS = [layer.name for layer in registry]
# What QGIS's reader of MapLibre styles knows, of what we could use.
READ_BY_QGIS = {
    "match",
    "step",
    "interpolate",
    "linear",
    "get",
    "zoom",
    "==",
    "!=",
    "geometry-type",
}


def described(layer: str, **said: str) -> Any:
    answer = APIClient().get(f"/tiles/{layer}.json", {"city": "xiangtan", **said})
    assert answer.status_code == 200
    return answer.json()


def inside(layer: str) -> Any:
    """What stands in the tiles of a layer: itself, and the points for its names."""
    return described(layer)["vector_layers"]


def test_the_layers_are_those_of_the_city() -> None:
    assert LAYERS == ["districts", "streets", "cells", "duty_grids", "facilities", "cases"]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_describes_itself_as_tilejson_3(cast: Cast, layer: str) -> None:
    said = described(layer)
    assert said["tilejson"] == "3.0.0"
    (template,) = said["tiles"]
    assert template == f"http://testserver/tiles/{layer}/{{z}}/{{x}}/{{y}}.mvt?city=xiangtan"
    own, *names = said["vector_layers"]
    assert own["id"] == layer
    assert [each["id"] for each in names] in ([], [f"{layer}_labels"])
    assert 0 <= said["minzoom"] <= said["maxzoom"] <= 22
    assert said["bounds"] == pytest.approx(BOX)
    assert said["attribution"] == "湘潭市"


def test_the_map_s_notice_is_its_attribution(cast: Cast) -> None:
    cast.city.map_notice = "演示地图，无审图号"
    cast.city.save()
    assert described("cases")["attribution"] == "演示地图，无审图号"


def test_the_address_of_the_tiles_works_and_carries_the_filters_on(cast: Cast) -> None:
    scatter(cast, 40)
    (template,) = described("cases", state_group="open", colour="x")["tiles"]
    at = TileAddress.containing(BOX[0], BOX[1], 14)
    address = template.format(z=at.z, x=at.x, y=at.y)
    answer = cast.client("leader").get(address)
    assert answer.status_code == 200
    assert template.endswith("?city=xiangtan&state_group=open")


@pytest.mark.parametrize("layer", LAYERS)
def test_every_attribute_in_a_tile_is_described_and_the_other_way(cast: Cast, layer: str) -> None:
    scatter(cast, 40)
    Facility.objects.create(city=cast.city, kind="toilet", code="t", geom=MIDDLE)
    Shift.objects.create(city=cast.city, code="all", name="全天", begins="00:00", ends="00:00")
    hold(cast, list(cast.cells), shift="all")
    own = inside(layer)[0]
    at = [TileAddress.containing(MIDDLE.x, MIDDLE.y, z) for z in (13, 14)]
    drawn = [f for address in at for f in tile(cast.client("leader"), layer, address)]
    found = {name for feature in drawn for name in feature.properties}
    # A case of the shared cast has no number before it is accepted; no tile here is too large.
    absent = "number" if layer == "cases" else "generalised"
    assert found | {absent} == set(own["fields"])
    assert all(own["fields"].values())


def test_the_style_draws_every_layer_from_its_tilejson(cast: Cast) -> None:
    style = APIClient().get("/tiles/style.json?city=xiangtan").json()
    assert style["version"] == 8
    assert set(style["sources"]) == set(LAYERS)
    assert {paint["source"] for paint in style["layers"] if "source" in paint} == set(LAYERS)
    for paint in style["layers"]:
        if "source" in paint:
            assert paint["source-layer"] in {each["id"] for each in inside(paint["source"])}
    for name, source in style["sources"].items():
        assert source["url"] == f"http://testserver/tiles/{name}.json?city=xiangtan"


def test_the_style_needs_no_server_of_fonts_or_pictures(cast: Cast) -> None:
    style = APIClient().get("/tiles/style.json?city=xiangtan").json()
    assert "glyphs" not in style
    assert "sprite" not in style
    fonts = {
        font for paint in style["layers"] for font in paint.get("layout", {}).get("text-font", [])
    }
    assert fonts == {"Noto Sans CJK SC"}


def test_the_style_speaks_only_what_qgis_reads(cast: Cast) -> None:
    style = APIClient().get("/tiles/style.json?city=xiangtan").json()
    assert _operators(style["layers"]) <= READ_BY_QGIS


def test_the_style_asks_only_for_attributes_that_tiles_have(cast: Cast) -> None:
    style = APIClient().get("/tiles/style.json?city=xiangtan").json()
    for paint in style["layers"]:
        if "source" in paint:
            fields = {each["id"]: each["fields"] for each in inside(paint["source"])}
            asked = set(re.findall(r"\['get', '(\w+)'\]", str(paint)))
            assert asked <= set(fields[paint["source-layer"]])


def test_an_unknown_city_has_no_style(cast: Cast) -> None:
    assert APIClient().get("/tiles/style.json?city=nowhere").status_code == 400
    assert APIClient().get("/tiles/cases.json").status_code == 400


def _operators(value: Any) -> set[str]:
    """Every operator of every expression: a list whose first word is no colour and no font."""
    if isinstance(value, dict):
        return set().union(*(_operators(v) for k, v in value.items() if k != "text-font"), set())
    if isinstance(value, list):
        own = {value[0]} if value and isinstance(value[0], str) else set()
        return own.union(*(_operators(item) for item in value))
    return set()
