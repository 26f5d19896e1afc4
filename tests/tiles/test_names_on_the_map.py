"""The name of a polygon stands at one point, well inside, in one tile of every zoom."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point, Polygon
from django.db import connection

from facilities.models import Facility
from gis_core.srid import WGS84
from gis_core.tile import EXTENT, TileAddress
from grids.models import Street
from tests.factories import Cast
from tests.tiles.drawn import BOX, tile
from tests.tiles.winding import in_steps, winding_city

EDGE_DEG: Final = 112.5
"""The border of two tiles at every zoom from 4 on."""


@pytest.mark.parametrize(
    ("layer", "zooms"), [("districts", (6, 9, 13)), ("streets", (8, 12, 14)), ("cells", (16, 18))]
)
def test_an_area_has_one_name_over_all_tiles_of_a_zoom(
    cast: Cast, layer: str, zooms: tuple[int, ...]
) -> None:
    winding = winding_city(cast, 1)
    for z in zooms:
        tiles = tiles_with_names(z)
        found = Counter(code for at in tiles for code in named(cast, layer, at))
        assert found == dict.fromkeys((code[-3:] for code in winding.areas), 1), z


def tiles_with_names(z: int) -> set[TileAddress]:
    """Every tile in which a name stands, with its neighbours."""
    labels = Street.objects.filter(generation__number=2).values_list("label_3857", flat=True)
    points = [label.transform(WGS84, clone=True).coords for label in labels]
    inside = {TileAddress.containing(lon, lat, z) for lon, lat in points}
    return {around for at in inside for around in around_of(at)}


def around_of(at: TileAddress) -> Iterator[TileAddress]:
    for dx, dy in itertools.product((-1, 0, 1), repeat=2):
        yield TileAddress(at.z, at.x + dx, at.y + dy)


def named(cast: Cast, layer: str, at: TileAddress) -> list[str]:
    found = tile(cast.client("leader"), f"{layer}_labels", at)
    assert all(0 <= f.at[0] <= EXTENT and 0 <= f.at[1] <= EXTENT for f in found)
    return [f.properties["code"][-3:] for f in found]


def test_a_name_stands_as_far_from_the_border_as_there_is_room(cast: Cast) -> None:
    winding = winding_city(cast, 2)
    z, steps = 12, 2.0
    for at in winding.tiles(z):
        for label in tile(cast.client("leader"), "streets_labels", at):
            area = in_steps(winding.areas[label.properties["code"]], at)
            room = shapely.length(shapely.maximum_inscribed_circle(area))
            point = shapely.Point(label.at)
            assert area.contains(point)
            assert area.exterior.distance(point) >= 0.99 * room - steps
            assert label.properties["name"].startswith("第")


def facility(cast: Cast, geom: GEOSGeometry, kind: str = "park") -> Facility:
    code = f"F{Facility.objects.count()}"
    return Facility.objects.create(city=cast.city, kind=kind, code=code, name="雨湖公园", geom=geom)


def test_a_name_on_the_border_of_tiles_is_in_one_of_them(cast: Cast) -> None:
    facility(cast, Polygon.from_bbox((EDGE_DEG - 0.01, 27.8, EDGE_DEG + 0.01, 27.82)))
    label = Facility.objects.get().label_3857
    lon, lat = label.transform(WGS84, clone=True).coords
    assert lon == pytest.approx(EDGE_DEG)
    for z in range(13, 19):
        here = TileAddress.containing(lon, lat, z)
        names = [
            f
            for at in around_of(here)
            for f in tile(cast.client("leader"), "facilities_labels", at)
        ]
        assert [f.properties for f in names] == [{"kind": "park", "name": "雨湖公园"}]


def test_points_and_lines_have_no_such_point(cast: Cast) -> None:
    west, south, east, north = BOX
    facility(cast, Point(west, south, srid=WGS84), "toilet")
    facility(cast, LineString((west, south), (east, north), srid=WGS84), "road")
    assert set(Facility.objects.values_list("label_3857", flat=True)) == {None}
    at = TileAddress.containing(west, south, 15)
    assert tile(cast.client("leader"), "facilities", at)
    assert tile(cast.client("leader"), "facilities_labels", at) == []


def box(west: float, south: float, east: float, north: float) -> Polygon:
    return Polygon.from_bbox((west, south, east, north))


SHAPES: Final[dict[str, Any]] = {
    "bent": Polygon(((0, 0), (9, 0), (9, 1), (1, 1), (1, 9), (0, 9), (0, 0))),
    "with a lake": Polygon(
        ((0, 0), (9, 0), (9, 9), (0, 9), (0, 0)), ((2, 2), (8, 2), (8, 8), (2, 8), (2, 2))
    ),
    "of two parts": MultiPolygon(box(0, 0, 1, 1), box(5, 5, 9, 9)),
    "a strip": box(0, 0, 20, 1e-7),
    "a strip across": Polygon(((0, 0), (20, 20), (20, 20.0000002), (0, 0))),
    "a needle": Polygon(((0, 0), (20, 1e-6), (0, 2e-6), (0, 0))),
}


@pytest.mark.django_db
@pytest.mark.parametrize("shape", SHAPES)
def test_whatever_the_shape_its_point_lies_inside(shape: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1000")
        cursor.execute(
            "SELECT ST_Intersects(label_point_of(g), ST_Transform(g, 3857))"
            " FROM (SELECT ST_SetSRID(%s::geometry, 4326) AS g) s",
            [SHAPES[shape].ewkt],
        )
        assert cursor.fetchone() == (True,)
