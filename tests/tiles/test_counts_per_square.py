"""From afar a map shows counts: exact, each case in one square of one tile, at every zoom."""

import math
import random
from collections import Counter

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.models import Case
from cases.pyramid.bulk import fold
from cases.states import ENDED
from departments.actors import actor_of
from gis_core.layers import Bins, Viewing, registry
from gis_core.srid import WGS84
from gis_core.tile import EXTENT, KEY_ZOOM, TileAddress
from tests.factories import Cast
from tests.tiles.drawn import BOX, Feature, case_at, covering, on_screen, placeless, scatter, tile
from tiles.mvt import TileRequest, statement

SQUARES = 64
ZOOMS = range(14)


def counted(cast: Cast, z: int) -> list[Feature]:
    return [f for at in covering(z) for f in tile(cast.client("leader"), "cases", at)]


@pytest.mark.parametrize("z", ZOOMS)
def test_the_counts_of_a_zoom_sum_to_the_cases_with_a_known_place(cast: Cast, z: int) -> None:
    scatter(cast, 120)
    placeless(cast, 9)
    features = counted(cast, z)
    assert sum(f.properties["count"] for f in features) == 120
    still_open = Case.objects.placed().exclude(state__in=ENDED).count()
    assert sum(f.properties["open"] for f in features) == still_open
    assert all(f.properties["bin"] is True for f in features)
    assert len({f.id for f in features}) == len(features)


def test_each_square_counts_exactly_what_lies_in_it(cast: Cast) -> None:
    cases = scatter(cast, 200)
    for address in covering(13):
        truth: Counter[tuple[int, int]] = Counter()
        for case in cases:
            assert case.geom is not None
            square = TileAddress.containing(case.geom.x, case.geom.y, 13 + 6)
            if (square.x // SQUARES, square.y // SQUARES) == (address.x, address.y):
                truth[square.x % SQUARES, square.y % SQUARES] += 1
        found = {
            _square_of(feature): feature.properties["count"]
            for feature in tile(cast.client("leader"), "cases", address)
        }
        assert found == truth


def test_a_square_s_mark_lies_inside_it_at_the_mean_of_its_cases(cast: Cast) -> None:
    address = TileAddress.containing(BOX[0], BOX[1], 13)
    square_deg = 360 / (1 << 13) / SQUARES
    west = (address.x * SQUARES + 32) * square_deg - 180
    case_at(cast, west + 0.25 * square_deg, BOX[1])
    case_at(cast, west + 0.35 * square_deg, BOX[1])
    (mark,) = tile(cast.client("leader"), "cases", address)
    assert mark.properties["count"] == 2
    assert abs(mark.at[0] - (32 + 0.30) * EXTENT / SQUARES) <= 1


def test_a_case_on_a_tile_s_border_is_counted_in_exactly_one_tile(cast: Cast) -> None:
    address = TileAddress.containing(BOX[0], BOX[1], 13)
    west = address.x * 360 / (1 << 13) - 180
    north = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * address.y / (1 << 13)))))
    for nudge in (-1e-7, 0, 1e-7):
        case_at(cast, west + nudge, BOX[1])
        case_at(cast, BOX[0], north + nudge)
        case_at(cast, west + nudge, north + nudge)
    around = [
        TileAddress(13, address.x + dx, address.y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
    ]
    counts = [
        f.properties["count"] for at in around for f in tile(cast.client("leader"), "cases", at)
    ]
    assert sum(counts) == 9


def test_the_counts_of_a_zoom_are_the_sums_of_the_next(cast: Cast) -> None:
    scatter(cast, 100)
    for z in range(8, 13):
        finer: Counter[int] = Counter()
        for feature in counted(cast, z + 1):
            finer[feature.id >> 2] += feature.properties["count"]
        assert finer == {f.id: f.properties["count"] for f in counted(cast, z)}


def test_single_cases_begin_where_counts_end(cast: Cast) -> None:
    scatter(cast, 30)
    assert all(
        f.properties.get("bin") for f in on_screen(cast.client("leader"), "cases", 13).values()
    )
    single = on_screen(cast.client("leader"), "cases", 14).values()
    assert len(single) == 30
    assert not any("bin" in f.properties for f in single)


@pytest.mark.django_db
@settings(max_examples=200, deadline=None)
@given(lon=st.floats(-180, 180), lat=st.floats(-85.05, 85.05), z=st.integers(0, KEY_ZOOM))
def test_the_key_of_a_point_lies_in_the_range_of_its_tile(lon: float, lat: float, z: int) -> None:
    assert _key_of(lon, lat) in TileAddress.containing(lon, lat, z).keys


@pytest.mark.django_db
def test_points_beyond_the_map_s_edge_count_to_its_last_row() -> None:
    assert _key_of(0, 90) in TileAddress(1, 1, 0).keys
    assert _key_of(0, -90) in TileAddress(1, 1, 1).keys
    assert _key_of(180, 0) in TileAddress(1, 1, 1).keys


def test_the_keys_of_a_tile_are_those_of_its_four_children() -> None:
    draw = random.Random(5)
    for _ in range(200):
        z = draw.randrange(KEY_ZOOM)
        parent = TileAddress(z, draw.randrange(1 << z), draw.randrange(1 << z))
        children = [
            TileAddress(z + 1, 2 * parent.x + dx, 2 * parent.y + dy)
            for dy in (0, 1)
            for dx in (0, 1)
        ]
        assert [k for child in children for k in (child.keys.start, child.keys.stop)] == [
            parent.keys.start,
            *(edge for child in children[1:] for edge in (child.keys.start, child.keys.start)),
            parent.keys.stop,
        ]


def test_squares_are_never_finer_than_keys() -> None:
    with pytest.raises(ValueError, match="finer than keys"):
        Bins(below=18, key="tile_key", counts={}, says={})


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({}, "square_pkey"),
        ({"source": "collector"}, "square_pkey"),
        ({"class": "01", "from": "2026-03-01", "to": "2026-04-30"}, "square_pkey"),
        ({"from": "2026-03-02"}, "group_alike, any class"),
        ({"source": "collector", "state_group": "open"}, "group_alike, any class"),
        ({"class": "01", "state_group": "open"}, "group_classes"),
        ({"filter": "source = 'collector' OR class = '01001'"}, "group_classes"),
        ({"filter": "class LIKE '01%' AND NOT district = '430302'"}, "group_classes"),
        ({"filter": "reported_at >= DATE('2026-03-02') OR class = '01001'"}, "case_place"),
    ],
)
def test_a_count_reads_what_is_added_up_and_no_case(
    cast: Cast, said: dict[str, str], read: str
) -> None:
    scatter(cast, 300)
    fold()
    viewing = Viewing(
        actor=actor_of(cast.users["leader"], timezone.now()), city=cast.city, at=timezone.now()
    )
    wanted = TileRequest(
        layer=registry.get("cases"),
        address=TileAddress.containing(BOX[0], BOX[1], 10),
        viewing=viewing,
        said=said,
    )
    assert wanted.select is not None
    sql, params = statement(wanted, wanted.select)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + sql, params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    tables = ("square_pkey", "group_alike", "group_classes", "case_place")
    of_any = ", any class" if "class = 0" in plan else ""
    assert [f"{name}{of_any}" for name in tables if f"cases_pyramid_{name}" in plan] == [read]
    assert "on cases_case" not in plan


@pytest.mark.parametrize("beside", [{}, {"class": "01"}, {"class": "01", "state_group": "open"}])
def test_days_that_end_before_they_begin_hold_no_case(cast: Cast, beside: dict[str, str]) -> None:
    scatter(cast, 20)
    fold()
    said = {"from": "2026-05-02", "to": "2026-03-02", **beside}
    assert not [f for at in covering(9) for f in tile(cast.client("leader"), "cases", at, **said)]
    beside_the_list = cast.client("leader").get("/api/v1/cases/count", {"city": "xiangtan", **said})
    assert beside_the_list.json() == {"count": 0, "unplaced": 0}


def _key_of(lon: float, lat: float) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tile_key_of(%s::geometry)", [Point(lon, lat, srid=WGS84).ewkt])
        return int(cursor.fetchone()[0])


def _square_of(feature: Feature) -> tuple[int, int]:
    """Column and row, from the tile's north-west, of the square that a feature id names."""
    x = sum((feature.id >> 2 * bit & 1) << bit for bit in range(6))
    y = sum((feature.id >> 2 * bit + 1 & 1) << bit for bit in range(6))
    return x, y
