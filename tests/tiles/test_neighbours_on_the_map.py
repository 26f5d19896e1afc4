"""However far off: neighbours meet on the map, nothing larger than a pixel is missing."""

from __future__ import annotations

import itertools
from typing import Final

import pytest
import shapely

from gis_core.layers import registry
from gis_core.tile import BUFFER, EXTENT, PIXEL, TileAddress
from tests.factories import Cast
from tests.tiles.drawn import tile
from tests.tiles.winding import LAYERS, Winding, drawn, is_a_pixel, winding_city

ZOOMS: Final = range(19)
ROUNDING: Final = 1.0
"""Steps, an eighth of a pixel, by which rounding may shift a drawn border on one side."""


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("seed", [1, 2])
def test_neighbours_meet_at_every_zoom(cast: Cast, layer: str, seed: int) -> None:
    winding = winding_city(cast, seed)
    for z in ZOOMS:
        for at in winding.tiles(z):
            assert_a_coverage(winding, layer, at)


@pytest.mark.parametrize("layer", LAYERS)
def test_neighbours_meet_before_the_network_is_simplified_too(cast: Cast, layer: str) -> None:
    winding = winding_city(cast, 3, is_simplified=False)
    for z in ZOOMS:
        for at in winding.tiles(z):
            assert_a_coverage(winding, layer, at)


def assert_a_coverage(winding: Winding, layer: str, at: TileAddress) -> None:
    """What is larger than a pixel is there, within a pixel of the truth, and meets."""
    found = drawn(winding, layer, at)
    if not registry.get(layer).has_content_at(at.z):
        assert found == {}
        return
    window = shapely.box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)
    true = {code: area for code, area in winding.steps(at).items() if is_a_pixel(area)}
    there = {code for code, area in true.items() if well_inside(area, window)}
    assert there <= set(found) <= set(true)
    for one, other in itertools.combinations(found.values(), 2):
        assert shapely.buffer(shapely.intersection(one, other), -ROUNDING).is_empty
    whole = shapely.intersection(shapely.union_all(list(true.values())), window)
    shown = shapely.union_all(list(found.values()))
    # No crack inside, and the outline within a pixel.
    assert is_within(shapely.buffer(whole, -PIXEL), shapely.buffer(shown, ROUNDING))
    assert is_within(shown, shapely.buffer(whole, PIXEL))
    for code, area in found.items():
        assert is_within(area, shapely.buffer(true[code], PIXEL + ROUNDING))


def is_within(inner: shapely.Geometry, outer: shapely.Geometry) -> bool:
    """Whether nothing is outside; of nothing, too."""
    return bool(shapely.difference(inner, outer).is_empty)


def well_inside(area: shapely.Geometry, window: shapely.Geometry) -> bool:
    """Whether an area reaches further into a tile than its drawn border may be off."""
    return bool(shapely.intersects(area, shapely.buffer(window, -PIXEL)))


def test_an_area_has_one_number_at_every_zoom(cast: Cast) -> None:
    winding = winding_city(cast, 4)
    browser = cast.client("leader")
    numbers: dict[str, set[int]] = {}
    for z in ZOOMS:
        for at in winding.tiles(z):
            found = tile(browser, "streets", at)
            assert [f.id for f in found] == sorted(f.id for f in found)
            for feature in found:
                numbers.setdefault(feature.properties["code"], set()).add(feature.id)
    assert set(numbers) == set(winding.areas)
    assert all(len(ids) == 1 for ids in numbers.values())
