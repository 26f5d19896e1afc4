"""Districts, streets, cells and facilities as a map draws them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.utils import timezone

from facilities.layers import MIN_ZOOM
from facilities.models import Facility, FacilityKind, FacilityState
from gis_core.srid import WGS84
from gis_core.tile import BUFFER, EXTENT, TileAddress
from grids.models import District, Generation
from tests import ground
from tests.factories import OPENED_AT, Cast
from tests.tiles.drawn import BOX, ask, covering, on_screen, steps_of, tile

MIDDLE = Point((BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2, srid=WGS84)


def facility(cast: Cast, kind: str, geom: GEOSGeometry = MIDDLE, **values: Any) -> Facility:
    code = values.pop("code", f"{kind}-{Facility.objects.count()}")
    row = Facility.objects.create(city=cast.city, kind=kind, code=code, geom=geom, **values)
    row.refresh_from_db()
    return row


def test_cells_keep_their_corners_and_their_neighbours(cast: Cast) -> None:
    for address in covering(17):
        for feature in tile(cast.client("leader"), "cells", address):
            cell = cast.cells[feature.properties["code"]]
            true = [steps_of(Point(*corner), address) for corner in cell.geom.coords[0]]
            for x, y in feature.at[0]:
                on_edge = {x, y} & {-BUFFER, EXTENT + BUFFER}
                near = any(abs(x - tx) <= 1 and abs(y - ty) <= 1 for tx, ty in true)
                assert on_edge or near


def test_two_cells_share_the_drawn_border(cast: Cast) -> None:
    address = next(covering(16))
    drawn = {f.properties["code"]: f for f in tile(cast.client("leader"), "cells", address)}
    west, east = drawn["430302001001001"], drawn["430302001001002"]
    shared = {tuple(at) for at in west.at[0]} & {tuple(at) for at in east.at[0]}
    assert len(shared) == 2


def test_what_an_area_says(cast: Cast) -> None:
    browser = cast.client("leader")
    cell = next(iter(on_screen(browser, "cells", 16).values()))
    assert set(cell.properties) == {"code", "street_code", "rural", "generated"}
    street = next(iter(on_screen(browser, "streets", 12).values()))
    assert set(street.properties) == {"code", "name", "name_en", "district_code", "generated"}
    district = next(iter(on_screen(browser, "districts", 9).values()))
    assert set(district.properties) == {"code", "name", "name_en", "generated"}


def test_each_level_begins_where_it_can_be_told_apart(cast: Cast) -> None:
    browser = cast.client("leader")
    assert on_screen(browser, "streets", 7) == {}
    assert len(on_screen(browser, "streets", 12)) == 3
    assert on_screen(browser, "cells", 12) == {}
    assert len(on_screen(browser, "cells", 13)) == 8


@pytest.mark.parametrize(
    ("layer", "said", "count"),
    [
        ("streets", {"district": "430302"}, 2),
        ("cells", {"district": "430302"}, 4),
        ("cells", {"street": "430304001"}, 4),
        ("cells", {"street": "nowhere"}, 0),
    ],
)
def test_areas_are_narrowed_by_code(
    cast: Cast, layer: str, said: dict[str, str], count: int
) -> None:
    assert len(on_screen(cast.client("leader"), layer, 15, **said)) == count


def test_only_the_network_in_force_is_drawn(cast: Cast) -> None:
    now = timezone.now()
    old = Generation.objects.create(
        city=cast.city, number=7, valid_from=datetime(2010, 1, 1, tzinfo=UTC), valid_to=OPENED_AT
    )
    draft = Generation.objects.create(city=cast.city, number=8, valid_from=now + timedelta(days=1))
    for generation in (old, draft):
        ground.districts(generation)
    drawn = on_screen(cast.client("leader"), "districts", 12)
    assert set(drawn) == set(
        District.objects.filter(generation=cast.generation).values_list("feature_id", flat=True)
    )


def test_points_lines_and_areas_are_drawn_as_what_they_are(cast: Cast) -> None:
    west, south, east, north = BOX
    facility(cast, "toilet", name="公共厕所")
    facility(cast, "road", LineString((west, south), (east, north), srid=WGS84))
    facility(cast, "park", Polygon.from_bbox((west, south, west + 0.002, north)), name="雨湖公园")
    drawn = tile(cast.client("leader"), "facilities", TileAddress.containing(west, south, 14))
    assert {f.properties["kind"]: f.type for f in drawn} == {
        "toilet": "Point",
        "road": "LineString",
        "park": "Polygon",
    }
    expected = {"kind", "code", "name", "state", "opening_hours", "generated"}
    assert all(set(f.properties) == expected for f in drawn)


@pytest.mark.parametrize("kind", FacilityKind.values)
def test_a_kind_is_drawn_whole_from_its_zoom_and_not_at_all_below(cast: Cast, kind: str) -> None:
    for _ in range(30):
        facility(cast, kind)
    begins = MIN_ZOOM[FacilityKind(kind)]
    assert len(on_screen(cast.client("leader"), "facilities", begins)) == 30
    assert on_screen(cast.client("leader"), "facilities", begins - 1) == {}


def test_a_removed_facility_is_not_drawn(cast: Cast) -> None:
    facility(cast, "component", state=FacilityState.REMOVED)
    assert on_screen(cast.client("leader"), "facilities", 16) == {}


def test_facilities_are_narrowed_by_kind(cast: Cast) -> None:
    facility(cast, "toilet")
    facility(cast, "park")
    browser = cast.client("leader")
    (drawn,) = on_screen(browser, "facilities", 16, kind="toilet").values()
    assert drawn.properties["kind"] == "toilet"
    address = TileAddress.containing(BOX[0], BOX[1], 16)
    assert ask(browser, "facilities", address, kind="castle").status_code == 400
