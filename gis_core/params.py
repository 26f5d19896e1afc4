"""Reading what a client wrote in a query string: a value of the right type, or BadParameter."""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Final, TypeVar

from django.contrib.gis.geos import Polygon

from gis_core.datum import Datum, point_to_wgs84
from gis_core.errors import BadParameter
from gis_core.srid import WGS84

Params = Mapping[str, str]
E = TypeVar("E", bound=Enum)

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def text(params: Params, name: str, *, at_most: int) -> str:
    """Return the trimmed value, "" where there is none; control characters are refused."""
    value = params.get(name, "").strip()
    if len(value) > at_most or _CONTROL.search(value):
        raise BadParameter(name=name, reason=f"≤ {at_most}")
    return value


def number(params: Params, name: str, low: float, high: float) -> float:
    """Return the number, which must be there and within low-high."""
    try:
        value = float(params.get(name, ""))
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise BadParameter(name=name, reason=f"{low:g} … {high:g}")
    return value


def whole(params: Params, name: str, *, default: int, low: int, high: int) -> int:
    """Return the whole number within low-high, or the default where there is none."""
    raw = params.get(name, str(default))
    if not re.fullmatch(r"-?[0-9]{1,18}", raw) or not low <= int(raw) <= high:
        raise BadParameter(name=name, reason=f"{low} … {high}")
    return int(raw)


def instant(params: Params, name: str, *, default: datetime) -> datetime:
    """Return the moment, which must say its offset (`Z`, `+08:00`), or the default."""
    # A plus sign that nobody encoded arrives as a space.
    raw = params.get(name, "").strip().replace(" ", "+")
    if not raw:
        return default
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        at = datetime.min  # noqa: DTZ901 - has no offset, so it is refused below
    # No city keeps cases of other centuries, and the calendar ends at its own edges.
    if at.tzinfo is None or not 1900 <= at.year < 2200:
        raise BadParameter(name=name, reason="2026-05-01T02:00:00+08:00")
    return at


def choice(params: Params, name: str, choices: type[E], default: E) -> E:
    raw = params.get(name)
    if not raw:
        return default
    try:
        return choices(raw)
    except ValueError:
        raise BadParameter(name=name, reason=", ".join(str(c.value) for c in choices)) from None


def position(params: Params, default: Datum) -> tuple[float, float]:
    """Return `lon`, `lat` in WGS 84 degrees, read in the datum that `datum` names."""
    lon = number(params, "lon", -180, 180)
    lat = number(params, "lat", -90, 90)
    return point_to_wgs84(lon, lat, choice(params, "datum", Datum, default))


def box(params: Params) -> Polygon | None:
    """Return `bbox=west,south,east,north` (WGS 84 degrees) as a polygon; None where absent."""
    raw = params.get("bbox")
    if not raw:
        return None
    try:
        west, south, east, north = (float(part) for part in raw.split(","))
    except ValueError:
        raise _not_a_box() from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise _not_a_box()
    polygon = Polygon.from_bbox((west, south, east, north))
    polygon.srid = WGS84
    return polygon


def _not_a_box() -> BadParameter:
    return BadParameter(name="bbox", reason="west,south,east,north")
