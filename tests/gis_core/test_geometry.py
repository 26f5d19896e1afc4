"""A coordinate is rounded to the same double wherever it is rounded."""

import numpy as np
import pytest
import shapely
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from gis_core.geometry import (
    components,
    faces,
    from_ticks,
    metres_per_tick,
    noded,
    rounded,
    shared_edges,
    to_ticks,
)

degrees = st.floats(-180, 180)


@given(degrees)
def test_a_stored_coordinate_is_the_double_nearest_to_its_seven_decimals(value: float) -> None:
    stored = float(rounded(value))
    assert stored == round(stored, 7)
    assert abs(stored - value) <= 0.5000001e-7
    assert float(rounded(stored)) == stored


@pytest.mark.django_db
def test_python_and_sql_round_alike_ties_included() -> None:
    rng = np.random.default_rng(7)
    ties = (rng.integers(-(10**9), 10**9, 2000) + 0.5) / 10**7
    values = np.concatenate([rng.uniform(-180, 180, 2000), ties])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(round(v * 10000000) / 10000000 ORDER BY i) "
            "FROM unnest(%s::float8[]) WITH ORDINALITY AS given (v, i)",
            [values.tolist()],
        )
        (in_sql,) = cursor.fetchone()
    assert in_sql == rounded(values).tolist()


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(-(9**9), 9**9)), min_size=2))
def test_ticks_survive_the_way_through_degrees(ticks: list[tuple[int, int]]) -> None:
    line = np.array([shapely.LineString(ticks)])
    assert shapely.get_coordinates(to_ticks(from_ticks(line))).tolist() == [list(t) for t in ticks]


def test_lines_that_cross_between_ticks_meet_on_one() -> None:
    crossing = [shapely.LineString([(0, 0), (7, 3)]), shapely.LineString([(0, 3), (7, 0)])]
    xy = shapely.get_coordinates(noded(crossing))
    assert (xy == np.rint(xy)).all()
    assert len(noded(crossing)) == 4


def test_neighbours_and_the_length_of_their_border_are_found() -> None:
    squares = faces(
        noded([shapely.box(0, 0, 100, 100).boundary, shapely.LineString([(50, 0), (50, 100)])])
    )
    edges = shared_edges(squares, metres_per_tick(0.0))
    assert (edges.left.tolist(), edges.right.tolist()) == ([0], [1])
    assert edges.length == pytest.approx([100 * 0.011132])


def test_links_gather_things_into_components() -> None:
    left, right = np.array([4, 1, 2], dtype=np.intp), np.array([3, 2, 0], dtype=np.intp)
    assert components(6, left, right).tolist() == [0, 0, 0, 3, 3, 5]
