"""Datums that maps and phones in China use, and the way between them and WGS 84.

GCJ-02 shifts WGS 84 by some hundred metres with a public formula that has no closed inverse; BD-09
shifts GCJ-02 once more. The inverse here is a fixed-point iteration on the forward formula, so a
round trip stays under a millimetre. CGCS2000 differs from WGS 84 by centimetres that drift with
the plate: a null step, good to about a decimetre (PROJ calls such a step "ballpark").

Formulas: the public "evil transform" (GCJ-02) and Baidu's published BD-09 step. Both are applied
inside the rectangle that the public algorithm uses for China and are the identity outside it. The
shift ends at the rectangle with a jump, so within 2 km of its edge a round trip is not defined.
"""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Degrees = NDArray[np.float64]
Pair = tuple[Degrees, Degrees]

WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""China's rectangle in degrees, as in the public algorithm."""

KRASOVSKY_A_M = 6378245.0
KRASOVSKY_E2 = 0.00669342162296594323
BAIDU_TURN = np.pi * 3000.0 / 180.0
MAX_STEPS = 10
STEP_GOAL_DEG = 1e-10
"""About 0.01 mm; reached in five or six steps anywhere in China."""


class Datum(StrEnum):
    """What a client may say its coordinates are in."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def in_china(lon: Degrees, lat: Degrees) -> NDArray[np.bool_]:
    return (lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)


def _waves(x: Degrees, along: Degrees, slow_m: float, slowest_m: float) -> Degrees:
    """The formula's sines in metres: two along x, four along the axis that is being shifted."""
    quick = 20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)
    middle = 20 * np.sin(along * np.pi) + 40 * np.sin(along / 3 * np.pi)
    slow = slow_m * np.sin(along / 12 * np.pi) + slowest_m * np.sin(along / 30 * np.pi)
    return np.asarray((quick + middle + slow) * 2 / 3)


def _gcj_shift(lon: Degrees, lat: Degrees) -> Pair:
    """GCJ-02 minus WGS 84, in degrees, at a WGS 84 position."""
    x, y = lon - 105.0, lat - 35.0
    root = 0.1 * np.sqrt(np.abs(x))
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 2 * root + _waves(x, y, 160, 320)
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + root + _waves(x, x, 150, 300)
    phi = np.radians(lat)
    squeeze = 1 - KRASOVSKY_E2 * np.sin(phi) ** 2
    meridian_m = KRASOVSKY_A_M * (1 - KRASOVSKY_E2) / squeeze**1.5
    parallel_m = KRASOVSKY_A_M / np.sqrt(squeeze) * np.cos(phi)
    return np.degrees(east_m / parallel_m), np.degrees(north_m / meridian_m)


def _bd_shift(lon: Degrees, lat: Degrees) -> Pair:
    """BD-09 minus GCJ-02, in degrees, at a GCJ-02 position."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_TURN)
    return radius * np.cos(angle) + 0.0065 - lon, radius * np.sin(angle) + 0.006 - lat


Shift = Callable[[Degrees, Degrees], Pair]
SHIFTS: dict[Datum, tuple[Shift, ...]] = {
    Datum.WGS84: (),
    Datum.CGCS2000: (),
    Datum.GCJ02: (_gcj_shift,),
    Datum.BD09: (_gcj_shift, _bd_shift),
}


def _shifted_back(lon: Degrees, lat: Degrees, shift: Shift) -> Pair:
    """The position whose shift leads to (lon, lat)."""
    x, y = lon, lat
    for _ in range(MAX_STEPS):
        dx, dy = shift(x, y)
        step = max(np.abs(lon - dx - x).max(initial=0), np.abs(lat - dy - y).max(initial=0))
        x, y = lon - dx, lat - dy
        if step < STEP_GOAL_DEG:
            break
    return x, y


def from_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> Pair:
    """Turn WGS 84 degrees into `datum`; arrays of one shape, or scalars as 0-d arrays."""
    x0, y0 = np.asarray(lon, float), np.asarray(lat, float)
    x, y = x0, y0
    for shift in SHIFTS[datum]:
        dx, dy = shift(x, y)
        x, y = x + dx, y + dy
    inside = in_china(x0, y0)
    return np.where(inside, x, x0), np.where(inside, y, y0)


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> Pair:
    """Turn degrees in `datum` into WGS 84; arrays of one shape, or scalars as 0-d arrays."""
    x0, y0 = np.asarray(lon, float), np.asarray(lat, float)
    x, y = x0, y0
    for shift in reversed(SHIFTS[datum]):
        x, y = _shifted_back(x, y, shift)
    inside = in_china(x0, y0)
    return np.where(inside, x, x0), np.where(inside, y, y0)


def point_to_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """Turn one position in `datum` into WGS 84 degrees."""
    x, y = to_wgs84(lon, lat, datum)
    return float(x), float(y)


def point_from_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """Turn one WGS 84 position into degrees in `datum`."""
    x, y = from_wgs84(lon, lat, datum)
    return float(x), float(y)
