"""Every point of a network's area has exactly one cell: whatever the borders, the order in which
cells were stored, and the generation.

Networks of irregular blocks between roads, and of real precincts after their repair, changed at
random; what a point should get is asked of whole numbers (`oracle.py`), cell by cell.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pytest
import shapely
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis_core.geometry import rounded
from grids.coverage import make_coverage
from grids.models import Cell, Community, Generation
from grids.snap import SnapKind, snap_all, snap_in, stored_point
from tests.grids.drafting import Drafting, a_draft, done_at_random, draft_of_network, shapes_of
from tests.grids.oracle import place
from tests.grids.stored import store_network

BOSTON_METRES, BOSTON_FEET = 26986, 2249


class Answer(NamedTuple):
    code: str
    how: str


def points_of(cells: dict[str, shapely.Polygon], seed: int, count: int) -> np.ndarray:
    """Points inside, on corners and on borders, and a tick or two beside them, as stored."""
    rng = np.random.default_rng(seed)
    chosen = [list(cells.values())[i] for i in rng.integers(0, len(cells), count)]
    inside = [shapely.get_coordinates(shape.representative_point())[0] for shape in chosen]
    rims = [shapely.get_coordinates(shape.exterior) for shape in chosen]
    corners = [rim[rng.integers(0, len(rim))] for rim in rims]
    along = [on_the_way(rim, rng) for rim in rims]
    beside = np.array(along) + rng.integers(-2, 3, (count, 2)) * 1e-7
    return rounded(np.vstack([inside, corners, along, beside]))


def on_the_way(rim: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A point between two neighbouring vertices of a ring."""
    start = int(rng.integers(0, len(rim) - 1))
    return np.asarray(rim[start] + rng.uniform() * (rim[start + 1] - rim[start]))


def in_bulk(generation: Generation, points: np.ndarray) -> dict[int, Answer]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE sent (id int, lon float8, lat float8)")
        cursor.executemany(
            "INSERT INTO sent VALUES (%s, %s, %s)",
            [(i, float(lon), float(lat)) for i, (lon, lat) in enumerate(points)],
        )
        snap_all(cursor, generation=generation, points="SELECT * FROM sent", into="found")
        cursor.execute(
            "SELECT f.id, c.code, f.how FROM found f JOIN grids_cell c ON c.id = f.cell_id"
        )
        answers = {i: Answer(code, how) for i, code, how in cursor.fetchall()}
        cursor.execute("DROP TABLE sent, found, found_point")
    return answers


def expected(
    cells: dict[str, shapely.Polygon], lon: float, lat: float
) -> tuple[set[str], set[str]]:
    """Return the cells that hold the point inside, and those that have it on their border."""
    tick = (round(lon * 10**7), round(lat * 10**7))
    near = shapely.box(lon - 1e-6, lat - 1e-6, lon + 1e-6, lat + 1e-6)
    where = {c: place(tick, s) for c, s in cells.items() if s.intersects(near)}
    return (
        {code for code, told in where.items() if told == "inside"},
        {code for code, told in where.items() if told == "border"},
    )


def assert_one_cell_each(
    generation: Generation, cells: dict[str, shapely.Polygon], points: np.ndarray
) -> dict[int, Answer]:
    """One cell each, the one that whole numbers give, and alone the same as among many."""
    answers = in_bulk(generation, points)
    ground = shapely.union_all(list(cells.values()))
    for i, (lon, lat) in enumerate(points.tolist()):
        inside, border = expected(cells, lon, lat)
        assert len(inside) <= 1, "cells overlap"
        if not ground.intersects(shapely.Point(lon, lat)):
            continue
        told = answers[i]
        if told.how == SnapKind.INSIDE:
            assert {told.code} == inside
        elif inside or border:
            # A hundredth of a tick beside a slanted border counts as on it, on either side.
            assert told.how == SnapKind.BORDER
            assert told.code <= min(inside | border)
        alone = snap_in(generation, stored_point(lon, lat)).cell
        assert alone is not None
        assert alone.code == told.code
    return answers


def stored_anew(generation: Generation, seed: int) -> None:
    """Take the cells out and put them back in another order."""
    cells = list(Cell.objects.filter(generation=generation))
    Cell.objects.filter(generation=generation).delete()
    order = np.random.default_rng(seed).permutation(len(cells))
    Cell.objects.bulk_create([cells[i] for i in order])


def blocks_everywhere(drafting: Drafting, seed: int) -> None:
    """Make the blocks between crooked roads the cells of every community."""
    rng = np.random.default_rng(seed)
    for code, shape in shapes_of(Community, drafting.draft).items():
        west, south, east, north = shape.bounds
        roads = [
            np.column_stack([np.linspace(west, east, 6), rng.uniform(south, north, 6)]).tolist()
            for _ in range(2)
        ]
        roads += [
            np.column_stack([rng.uniform(west, east, 6), np.linspace(south, north, 6)]).tolist()
            for _ in range(2)
        ]
        lines = {"type": "MultiLineString", "coordinates": roads}
        drafting.do("blocks", community=code, lines=lines, min_area_m2=900)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Each example begins with an empty database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 10**6))
def test_among_irregular_blocks_changed_at_random(db: None, seed: int) -> None:
    with rolled_back():
        drafting = a_draft(seed, count=4)
        base, before = drafting.draft.base, shapes_of(Cell, drafting.draft)
        points = points_of(before, seed, 25)
        old = assert_one_cell_each(base, before, points)
        blocks_everywhere(drafting, seed)
        list(done_at_random(drafting, seed, times=5))
        cells = drafting.cells()
        every = np.vstack([points, points_of(cells, seed, 25)])
        answers = assert_one_cell_each(drafting.generation, cells, every)
        stored_anew(drafting.generation, seed)
        assert in_bulk(drafting.generation, every) == answers
        assert in_bulk(base, points) == old


@pytest.fixture
def precincts(real_data: Path) -> gpd.GeoDataFrame:
    frame = gpd.read_file(real_data / "boston" / "precincts.geojson")
    frame = frame.set_crs(BOSTON_FEET, allow_override=True).to_crs(4326)
    frame["code"] = frame["WARD_PRECINCT"]
    repaired = make_coverage(frame, BOSTON_METRES).areas
    repaired["code"] = [f"430304010{n:03}" for n in range(len(repaired))]
    return repaired


@pytest.mark.real_data
def test_among_repaired_precincts_changed_at_random(db: None, precincts: gpd.GeoDataFrame) -> None:
    network = store_network(precincts, 200.0, metre_srid=BOSTON_METRES)
    drafting = draft_of_network(network)
    assert len(list(done_at_random(drafting, 7, times=12))) > 4
    cells = drafting.cells()
    points = points_of(cells, 7, 100)
    answers = assert_one_cell_each(drafting.generation, cells, points)
    stored_anew(drafting.generation, 7)
    assert in_bulk(drafting.generation, points) == answers
