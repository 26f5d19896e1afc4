"""Every point of a city finds exactly one cell, the same for one point and for a million."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import Point
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from gis_core.geometry import rounded
from grids import snap as snap_module
from grids.models import Cell
from grids.snap import GAP_LIMIT_M, SnapKind, snap, snap_all, snap_in, stored_point
from tests.grids.networks import ragged_areas
from tests.grids.oracle import Tick, on_segment, place, rings
from tests.grids.stored import AT, Network, store_network

EARTH = Geod(ellps="WGS84")
on_one_network = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Answer(NamedTuple):
    code: str | None
    how: str
    distance_m: float


@pytest.fixture
def network(db: None) -> Network:
    """A ragged network with a hole: one of its inner cells is missing."""
    stored = store_network(ragged_areas(5, count=6), size_m=130.0)
    middle = shapely.box(112.9045, 27.8345, 112.9055, 27.8355)
    hole = stored.cells[stored.cells.intersects(middle)].index[0]
    lost = stored.cells.loc[hole]
    Cell.objects.filter(community__code=lost["area_code"], sequence=lost["sequence"]).delete()
    return stored


def _shapes() -> dict[str, shapely.Polygon]:
    return {c.code: shapely.from_wkb(bytes(c.geom.wkb)) for c in Cell.objects.order_by("code")}


def _singly(network: Network, lon: float, lat: float) -> Answer:
    found = snap(network.city, lon, lat, AT)
    return Answer(found.cell.code if found.cell else None, found.how, found.distance_m)


def _in_bulk(network: Network, points: np.ndarray) -> list[Answer]:
    outside = Answer(None, SnapKind.OUTSIDE, 0.0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE sent (id int, lon float8, lat float8)")
        cursor.executemany(
            "INSERT INTO sent VALUES (%s, %s, %s)",
            [(i, float(lon), float(lat)) for i, (lon, lat) in enumerate(points)],
        )
        snap_all(cursor, generation=network.generation, points="SELECT * FROM sent", into="found")
        cursor.execute(
            "SELECT f.id, c.code, f.how, f.distance_m "
            "FROM found f JOIN grids_cell c ON c.id = f.cell_id"
        )
        rows = {i: Answer(*rest) for i, *rest in cursor.fetchall()}
        cursor.execute("DROP TABLE sent, found, found_point")
    return [rows.get(i, outside) for i in range(len(points))]


def _telling_points(shapes: dict[str, shapely.Polygon], seed: int) -> np.ndarray:
    """Points inside, on corners, on and beside edges, in the hole, and around the city."""
    rng = np.random.default_rng(seed)
    vertices = shapely.get_coordinates(list(shapes.values()))
    ends = rng.integers(0, len(vertices) - 1, 40)
    middles = (vertices[ends] + vertices[ends + 1]) / 2
    beside = middles + rng.integers(-3, 4, middles.shape) * 1e-7
    around = rng.uniform((112.8993, 27.8293), (112.9107, 27.8407), (60, 2))
    hole = rng.uniform((112.9035, 27.8335), (112.9065, 27.8365), (30, 2))
    return np.vstack([around, hole, vertices[ends], middles, beside])


def _near_segment(p: Tick, a: Tick, b: Tick) -> bool:
    """Whether p is within a hundredth of a tick of the segment; exact."""
    if on_segment(p, a, b):
        return True
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = (p[0] - a[0]) * dx + (p[1] - a[1]) * dy
    cross = dx * (p[1] - a[1]) - dy * (p[0] - a[0])
    return 0 <= along <= dx * dx + dy * dy and cross * cross * 10**4 <= dx * dx + dy * dy


def _oracle(shapes: dict[str, shapely.Polygon], lon: float, lat: float) -> Answer:
    """The rule once more, by whole numbers and geodesics."""
    x, y = rounded((lon, lat))
    p = (round(x * 10**7), round(y * 10**7))
    for code, shape in shapes.items():
        on_rim = any(_near_segment(p, a, b) for ring in rings(shape) for a, b in pairwise(ring))
        if on_rim or place(p, shape) == "inside":
            return Answer(code, SnapKind.BORDER if on_rim else SnapKind.INSIDE, 0.0)
    distance_m, code = min((_geodesic_m(shape, x, y), code) for code, shape in shapes.items())
    near = distance_m <= GAP_LIMIT_M
    return Answer(code, SnapKind.GAP, distance_m) if near else Answer(None, SnapKind.OUTSIDE, 0.0)


def _geodesic_m(shape: shapely.Polygon, lon: float, lat: float) -> float:
    """Metres to the polygon; the foot is found in a plane squeezed to the latitude."""
    squeeze = np.cos(np.radians(lat))
    flat = shapely.transform(shape, lambda xy: xy * (squeeze, 1.0))
    foot = shapely.shortest_line(flat, shapely.Point(lon * squeeze, lat)).coords[0]
    return float(EARTH.inv(lon, lat, foot[0] / squeeze, foot[1])[2])


@on_one_network
@given(st.integers(0, 10**6))
def test_one_point_and_many_get_the_same_answer_as_the_slow_rule(
    network: Network, seed: int
) -> None:
    shapes = _shapes()
    points = _telling_points(shapes, seed)
    many = _in_bulk(network, points)
    sample = np.random.default_rng(seed).choice(len(points), 40, replace=False)
    for i in sample:
        lon, lat = float(points[i, 0]), float(points[i, 1])
        expected = _oracle(shapes, lon, lat)
        assert many[i] == _singly(network, lon, lat)
        assert many[i][:2] == expected[:2]
        assert many[i].distance_m == pytest.approx(expected.distance_m, abs=0.01)


def test_all_four_kinds_of_answers_are_met(network: Network) -> None:
    answers = _in_bulk(network, _telling_points(_shapes(), 1))
    assert {answer.how for answer in answers} == set(SnapKind)


def test_a_case_on_a_border_belongs_to_exactly_one_cell(network: Network) -> None:
    shapes = _shapes()
    for shape in list(shapes.values())[:20]:
        for corner in shape.exterior.coords[:-1]:
            touching = [
                c for c in shapes if shapely.distance(shapes[c], shapely.Point(corner)) == 0
            ]
            assert _singly(network, *corner) == Answer(min(touching), SnapKind.BORDER, 0.0)


def test_digits_that_nobody_stores_do_not_change_the_answer(network: Network) -> None:
    (lon, lat), *_ = _shapes()[min(_shapes())].exterior.coords
    exact = _singly(network, lon, lat)
    assert _singly(network, lon + 4e-8, lat - 4e-8) == exact
    found = snap(network.city, lon + 4e-8, lat, AT)
    assert found.point == Point(lon, lat, srid=4326)


def test_a_point_in_a_gap_goes_to_the_nearest_cell_with_its_distance(network: Network) -> None:
    answer = _singly(network, 112.8998, 27.835)
    assert answer.how == SnapKind.GAP
    assert answer.distance_m == pytest.approx(19.7, abs=0.2)


def test_farther_than_thirty_metres_is_outside_the_city(network: Network) -> None:
    assert _singly(network, 112.8996, 27.835) == Answer(None, SnapKind.OUTSIDE, 0.0)


def test_the_order_of_insertion_does_not_matter(network: Network) -> None:
    points = _telling_points(_shapes(), 3)
    before = _in_bulk(network, points)
    cells = list(Cell.objects.order_by("-code"))
    Cell.objects.all().delete()
    Cell.objects.bulk_create(cells)
    assert _in_bulk(network, points) == before


def test_another_city_s_cells_are_not_asked(network: Network) -> None:
    shifted = ragged_areas(5, count=6)
    other = store_network(
        shifted.assign(code="430381001001").dissolve("code", as_index=False), slug="b"
    )
    answer = snap_in(other.generation, stored_point(112.905, 27.832))
    assert answer.cell
    assert answer.cell.generation_id == other.generation.pk


def test_a_single_snap_walks_the_spatial_index(network: Network) -> None:
    parameters = {
        **snap_module._parameters(network.generation),
        "point": bytes(stored_point(112.905, 27.832).ewkb),
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE grids_cell; SET LOCAL enable_seqscan = off")
        for statement in snap_module._ONE:
            cursor.execute(f"EXPLAIN {statement}", parameters)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Index Cond: (geom && " in plan
