"""The rule of numbers: west → east, then north → south inside an area, without a hole.

Rows need a height, which no code tells. An area is numbered by the rule if its numbers are the
reading order for one of the heights that suit its cells; a new numbering takes the height that is
nearest to the usual side of its cells.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis_core.geometry import Floats, Geometries, Indices, to_ticks
from grids.build import reading_order
from grids.plane import Plane

ROW_HEIGHTS_M: Final = (*range(20, 500, 10), *range(500, 5001, 50))
"""Cells are laid with sides of round numbers of metres."""

SUITS: Final = (0.5, 3.0)
"""A row is this many usual sides high: a side is the root of a cell's area, and a small community
has mostly clipped cells."""

Codes = NDArray[np.object_]


def misnumbered_areas(
    shapes: Geometries, area: Codes, sequence: Indices, metre_srid: int
) -> set[str]:
    """Return the codes of areas whose numbers follow the rule for no row height.

    Args:
        shapes: cells in degrees; `area` the code of each one's home, `sequence` its number.
    """
    in_metres = Plane(metre_srid).in_metres(to_ticks(shapes))
    usual_m = _usual_sides(in_metres, area)
    wrong = np.ones(len(area), dtype=bool)
    for height_m in ROW_HEIGHTS_M:
        suits = (height_m >= SUITS[0] * usual_m) & (height_m <= SUITS[1] * usual_m)
        rows = np.flatnonzero(wrong & suits)
        if len(rows):
            expected = _numbers(in_metres[rows], float(height_m), area[rows])
            off = pd.Series(expected != sequence[rows]).groupby(area[rows]).transform("any")
            wrong[rows] = off.to_numpy()
    return set(area[wrong])


def numbers_of(shapes: Geometries, metre_srid: int, side_m: float | None = None) -> Indices:
    """Return the number of each cell (degrees) of one area by the rule.

    Args:
        side_m: of the squares that were laid; the usual side of the cells where none were.
    """
    in_metres = Plane(metre_srid).in_metres(to_ticks(shapes))
    area = np.full(len(shapes), "", dtype=object)
    wanted_m = side_m or float(_usual_sides(in_metres, area)[0])
    height_m = min(ROW_HEIGHTS_M, key=lambda height: abs(np.log(height / max(wanted_m, 1.0))))
    return _numbers(in_metres, float(height_m), area)


def _usual_sides(in_metres: Geometries, area: Codes) -> Floats:
    sides = pd.Series(np.sqrt(shapely.area(in_metres)))
    return np.asarray(sides.groupby(area).transform("median"), dtype=float)


def _numbers(in_metres: Geometries, height_m: float, area: Codes) -> Indices:
    """Return 1, 2, 3 … for each cell in the reading order of its area."""
    order = reading_order(in_metres, np.full(len(area), height_m), area)
    numbers = np.empty(len(area), dtype=np.intp)
    numbers[order] = pd.Series(area[order]).groupby(area[order]).cumcount().to_numpy() + 1
    return numbers
