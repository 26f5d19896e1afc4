"""A tile of lines and polygons keeps to its bytes; where it had to generalise, it says so."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import LineString, Point, Polygon

from facilities.models import Facility
from gis_core.srid import WGS84
from gis_core.tile import TileAddress
from tests.factories import Cast
from tests.tiles.drawn import BOX, ask, decoded, on_screen, tile
from tests.tiles.winding import LAYERS, winding_city


@pytest.mark.parametrize("layer", LAYERS)
def test_a_tile_that_is_too_large_is_drawn_as_from_further_off_and_says_so(
    cast: Cast, layer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    winding = winding_city(cast, 1, count=60, side_deg=0.04)
    browser = cast.client("leader")
    asked = [(at, ask(browser, layer, at)) for at in winding.tiles(13)]
    # What areas say fills a small tile, whatever their borders.
    full = [(at, answer) for at, answer in asked if len(answer.content) > 2500]
    assert full
    for at, answer in full:
        sharp = decoded(answer.content, layer)
        assert not any("generalised" in f.properties for f in sharp)
        at_most = len(answer.content) * 3 // 4
        with monkeypatch.context() as patched:
            limit(patched, at_most)
            again = ask(browser, layer, at)
        assert len(again.content) <= at_most
        coarse = decoded(again.content, layer)
        assert all(f.properties["generalised"] is True for f in coarse)
        assert {f.id for f in coarse} <= {f.id for f in sharp}
        assert bool(coarse) == bool(sharp)


def limit(patched: pytest.MonkeyPatch, at_most_bytes: int) -> None:
    """Draw anew under another limit, which is no part of a tile's tag."""
    patched.setattr("tiles.mvt.AT_MOST_BYTES", at_most_bytes)
    patched.setattr("tiles.cache.TileCache.get", lambda cache, tag, coding: None)


def test_where_facilities_crowd_the_small_kinds_are_left_to_nearer_zooms(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = TileAddress.containing(BOX[0] + 0.001, BOX[1] + 0.001, 16)
    for number in range(60):
        place = Point(BOX[0] + 0.001 + number * 1e-6, BOX[1] + 0.001, srid=WGS84)
        kind = "component" if number else "toilet"
        Facility.objects.create(city=cast.city, kind=kind, code=f"F{number}", geom=place)
    browser = cast.client("leader")
    assert len(tile(browser, "facilities", at)) == 60
    limit(monkeypatch, 1000)
    (left,) = tile(browser, "facilities", at)
    assert left.properties["kind"] == "toilet"
    assert left.properties["generalised"] is True


def test_what_is_less_than_a_pixel_is_left_out(cast: Cast) -> None:
    west, south = BOX[0], BOX[1]
    shapes = {
        "park": Polygon.from_bbox((west, south, west + 0.001, south + 0.0001)),
        "road": LineString((west, south), (west, south + 0.001), srid=WGS84),
    }
    for kind, geom in shapes.items():
        Facility.objects.create(city=cast.city, kind=kind, code=kind, geom=geom)
    browser = cast.client("leader")
    # 0.001 degrees are 0.7 pixels at zoom 9, 1.5 at zoom 10 and 2.9 at zoom 11.
    assert [f.properties["kind"] for f in on_screen(browser, "facilities", 10).values()] == ["park"]
    assert len(on_screen(browser, "facilities", 11)) == 2
    tiny = Polygon.from_bbox((west, south, west + 0.0003, south + 0.0001))
    Facility.objects.filter(kind="park").update(geom=tiny)
    assert on_screen(browser, "facilities", 10) == {}


def test_a_winding_road_is_simplified_from_afar_and_whole_from_close_by(cast: Cast) -> None:
    west, south = BOX[0], BOX[1]
    bends = [(west + n * 2e-5, south + (n % 2) * 1e-5) for n in range(200)]
    road = LineString(bends, srid=WGS84)
    Facility.objects.create(city=cast.city, kind="road", code="R", geom=road)
    browser = cast.client("leader")

    def corners(z: int) -> int:
        (drawn,) = tile(browser, "facilities", TileAddress.containing(west, south, z))
        return len(drawn.at)

    assert corners(11) == 2
    assert corners(16) > 40
