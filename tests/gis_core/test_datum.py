"""What a phone or a map vendor sends lands where it was meant, to the millimetre."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_core.datum import (
    Datum,
    from_wgs84,
    point_from_wgs84,
    point_to_wgs84,
    to_wgs84,
)

METRES_PER_DEGREE = 111_320
MILLIMETRE_DEG = 0.001 / METRES_PER_DEGREE
SHIFTED = [Datum.GCJ02, Datum.BD09]

# Two kilometres inside the rectangle, where the shift has no jump (see the module).
lon_in_china = st.floats(72.05, 137.8)
lat_in_china = st.floats(0.85, 55.8)


def _millimetres_apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return math.dist(a, b) * METRES_PER_DEGREE * 1000


@given(lon_in_china, lat_in_china, st.sampled_from(SHIFTED))
def test_a_position_comes_back_within_a_millimetre(lon: float, lat: float, datum: Datum) -> None:
    sent = point_from_wgs84(lon, lat, datum)
    assert _millimetres_apart(point_to_wgs84(*sent, datum), (lon, lat)) < 1


@given(lon_in_china, lat_in_china, st.sampled_from(SHIFTED))
def test_a_sent_position_is_what_its_wgs84_position_would_send(
    lon: float, lat: float, datum: Datum
) -> None:
    stored = point_to_wgs84(lon, lat, datum)
    assert _millimetres_apart(point_from_wgs84(*stored, datum), (lon, lat)) < 1


@given(st.floats(-180, 180), st.floats(-89, 89), st.sampled_from(list(Datum)))
def test_outside_china_every_datum_is_wgs84(lon: float, lat: float, datum: Datum) -> None:
    if 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271:
        lon = -lon
    assert point_from_wgs84(lon, lat, datum) == (lon, lat)
    assert point_to_wgs84(lon, lat, datum) == (lon, lat)


@given(lon_in_china, lat_in_china)
def test_cgcs2000_is_a_null_step(lon: float, lat: float) -> None:
    assert point_to_wgs84(lon, lat, Datum.CGCS2000) == (lon, lat)


def test_in_xiangtan_gcj02_lies_530_metres_east_and_380_south() -> None:
    lon, lat = point_from_wgs84(112.94, 27.83, Datum.GCJ02)
    assert lon - 112.94 == pytest.approx(0.00542, abs=5e-6)
    assert lat - 27.83 == pytest.approx(-0.00346, abs=5e-6)


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # Published examples of the public implementations of the formula.
        ((116.39123343289631, 39.90708285005567), (116.39747, 39.90849)),
        ((114.21892734521, 29.575429778924), (114.22436, 29.57293)),
    ],
)
def test_published_examples_agree(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    sent = point_from_wgs84(*wgs84, Datum.GCJ02)
    assert sent == pytest.approx(gcj02, abs=1e-4)


def test_bd09_follows_baidus_published_step() -> None:
    assert point_from_wgs84(*point_to_wgs84(116.404, 39.915, Datum.GCJ02), Datum.BD09) == (
        pytest.approx((116.41036949371029, 39.92133699351021), abs=2e-8)
    )


def test_a_million_positions_are_turned_as_one_is() -> None:
    rng = np.random.default_rng(4303)
    lon, lat = rng.uniform(100, 120, 1000), rng.uniform(20, 40, 1000)
    x, y = to_wgs84(lon, lat, Datum.BD09)
    back = from_wgs84(x, y, Datum.BD09)
    assert np.abs(np.array(back) - [lon, lat]).max() < MILLIMETRE_DEG
    assert point_to_wgs84(lon[7], lat[7], Datum.BD09) == pytest.approx((x[7], y[7]), abs=1e-9)
