"""Up to ten thousand points in one request: the answers of single points, in their order."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from gis_core.datum import Datum, point_from_wgs84
from grids.models import City
from grids.snap import SnapKind, snap
from tests.factories import NOW, Cast

SNAP = "/api/v1/cells/snap?city=xiangtan"


def ask(cast: Cast, points: Any, **said: Any) -> Any:
    return cast.client("collector").post(SNAP, {"points": points, **said}, "json")


def scattered(count: int) -> list[list[float]]:
    """Points in, on the borders of and around the cast's ground."""
    rng = np.random.default_rng(2)
    around = rng.uniform((112.8994, 27.8294), (112.9046, 27.8326), (count, 2))
    around[::4] = np.round(around[::4], 3)
    return [[float(lon), float(lat)] for lon, lat in around]


def test_many_points_get_the_answers_of_single_ones_in_their_order(cast: Cast) -> None:
    points = scattered(60)
    said = ask(cast, points).json()
    assert said["generation"] == 1
    city = City.objects.get()
    singly = [snap(city, lon, lat, NOW) for lon, lat in points]
    assert [r["how"] for r in said["results"]] == [one.how for one in singly]
    assert [r["cell"] for r in said["results"]] == [one.cell and one.cell.code for one in singly]
    metres = [None if one.cell is None else one.distance_m for one in singly]
    assert [r["distance_m"] for r in said["results"]] == metres
    assert {one.how for one in singly} == set(SnapKind)


def test_the_points_may_be_in_a_phone_s_datum(cast: Cast) -> None:
    points = scattered(20)
    shifted = [point_from_wgs84(lon, lat, Datum.GCJ02) for lon, lat in points]
    plain = ask(cast, points).json()["results"]
    turned = ask(cast, shifted, datum="gcj02").json()["results"]
    inside = [n for n, result in enumerate(plain) if result["how"] == "inside"]
    assert [turned[n]["cell"] for n in inside] == [plain[n]["cell"] for n in inside]
    assert ask(cast, points, datum="mars").json()["code"] == "bad_parameter"


def test_a_point_that_cannot_be_read_is_refused_alone(cast: Cast) -> None:
    good = [112.9005, 27.8315]
    bad = [[181, 0], [0, 91], [1], [1, 2, 3], ["112", "27"], None, {"lon": 1}, [True, 1], [None, 1]]
    said = ask(cast, [good, *bad, good]).json()["results"]
    first, *refused, last = said
    assert first == last == {"how": "inside", "cell": "430302001001001", "distance_m": 0.0}
    assert {r["error"]["code"] for r in refused} == {"point_unusable"}
    assert {r["how"] for r in refused} == {None}


@pytest.mark.parametrize("body", [{}, {"points": 1}, [], {"points": [[0, 0]] * 10_001}])
def test_what_is_no_list_of_at_most_ten_thousand_points_is_refused(cast: Cast, body: Any) -> None:
    answer = cast.client("collector").post(SNAP, json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")


def test_no_points_have_no_answers(cast: Cast) -> None:
    assert ask(cast, []).json()["results"] == []


def test_ten_thousand_points_take_as_many_statements_as_ten(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("collector")
    for count in (10, 10_000):
        with django_assert_num_queries(14):
            answer = client.post(SNAP, {"points": scattered(count)}, "json")
        assert len(answer.json()["results"]) == count
