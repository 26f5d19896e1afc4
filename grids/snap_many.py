"""Up to ten thousand points at once, each with its answer or its own refusal, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.db import connection, transaction

from gis_core.datum import Datum, to_wgs84
from gis_core.errors import BadParameter, DomainError
from grids.models import Generation
from grids.snap import SnapKind, snap_all

POINTS_AT_MOST: Final = 10_000

_GIVEN: Final = """CREATE TEMP TABLE given_point ON COMMIT DROP AS
    SELECT * FROM unnest(%s::int[], %s::float8[], %s::float8[]) AS given (id, lon, lat)"""


@dataclass(frozen=True, slots=True)
class Answer:
    """The cell of one point: None where it is outside, or where `refused` says why there is none.

    `distance_m`: metres to the cell, None where there is no cell.
    """

    how: SnapKind | None
    code: str | None = None
    distance_m: float | None = None
    refused: DomainError | None = None


class PointUnusable(DomainError):
    code = "point_unusable"
    zh = "这个点不能用：写作 [经度, 纬度]，经度 -180 … 180，纬度 -90 … 90。"
    en = "This point is not usable: write [lon, lat], lon -180 … 180, lat -90 … 90."


OUTSIDE: Final = Answer(SnapKind.OUTSIDE)


def snap_points(generation: Generation, points: Sequence[object], datum: Datum) -> list[Answer]:
    """Return the answer for each point, in their order, by the rule of `grids.snap`.

    Args:
        points: pairs of lon and lat in degrees of `datum`; one that is none is refused alone.

    Raises:
        BadParameter: there are too many points.
    """
    if len(points) > POINTS_AT_MOST:
        raise BadParameter(name="points", reason=f"≤ {POINTS_AT_MOST}")
    usable = np.array([_is_point(point) for point in points], dtype=bool)
    given = np.array([point for point, fits in zip(points, usable, strict=True) if fits], float)
    given = given.reshape(-1, 2)
    lon, lat = to_wgs84(given[:, 0], given[:, 1], datum)
    found = _found(generation, np.flatnonzero(usable).tolist(), lon.tolist(), lat.tolist())
    refused = Answer(None, refused=PointUnusable())
    return [found.get(n, OUTSIDE) if fits else refused for n, fits in enumerate(usable)]


def _is_point(point: object) -> bool:
    """Whether this is a pair of numbers on the globe."""
    match point:
        case [int() | float() as lon, int() | float() as lat]:
            numbers = not isinstance(lon, bool) and not isinstance(lat, bool)
            return numbers and -180 <= lon <= 180 and -90 <= lat <= 90
    return False


@transaction.atomic
def _found(
    generation: Generation, number: list[int], lon: list[float], lat: list[float]
) -> dict[int, Answer]:
    if not number:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, [number, lon, lat])
        snap_all(cursor, generation=generation, points="SELECT * FROM given_point", into="snapped")
        cursor.execute(
            "SELECT snapped.id, snapped.how, cell.code, snapped.distance_m "
            "FROM snapped JOIN grids_cell cell ON cell.id = snapped.cell_id"
        )
        rows = cursor.fetchall()
        cursor.execute("DROP TABLE given_point, snapped, snapped_point")
    return {n: Answer(SnapKind(how), code, distance_m) for n, how, code, distance_m in rows}
