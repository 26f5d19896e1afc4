"""The areas of a learnt table as polygons (WGS 84 degrees), one for each different place asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from departments.learning.areas import Squares
from departments.learning.table import Learnt, LearntRule, Term
from departments.learning.trees import Asks

OF_PLACE: Final = frozenset({Asks.AREA, Asks.WEST_OF, Asks.SOUTH_OF})

Polygons = Any
"""A Shapely Polygon or MultiPolygon."""


def place_terms(rule: LearntRule) -> tuple[Term, ...]:
    """Return what of a rule asks where: rules that ask the same share one area.

    Of several lines in one direction only the nearest counts.
    """
    kept: dict[tuple[Asks, int, bool], Term] = {}
    for term in rule.terms:
        if term.asks in OF_PLACE:
            kept[term.asks, term.which if term.asks is Asks.AREA else 0, term.wanted] = term
    return tuple(sorted(kept.values(), key=lambda t: (t.asks, t.which, t.value, t.wanted)))


def polygon_of(terms: Iterable[Term], learnt: Learnt) -> Polygons | None:
    """Return where all terms hold; None where that is nowhere."""
    squares = learnt.squares
    west, south = squares.west, squares.south
    east = west + squares.shape[0] * squares.step[0]
    north = south + squares.shape[1] * squares.step[1]
    shape: Any = shapely.box(west, south, east, north)
    for term in terms:
        shape = shapely.intersection(shape, _where(term, learnt, (west, south, east, north)))
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.set_precision(shapely.multipolygons(parts), 1e-7) if parts else None


def _where(term: Term, learnt: Learnt, bounds: tuple[float, float, float, float]) -> Polygons:
    west, south, east, north = bounds
    if term.asks is Asks.AREA:
        return union_of(learnt.divisions[term.which].owner == term.value, learnt.squares)
    if term.asks is Asks.WEST_OF:
        low, high = (west, term.value) if term.wanted else (term.value, east)
        return shapely.box(low, south, high, north)
    low, high = (south, term.value) if term.wanted else (term.value, north)
    return shapely.box(west, low, east, high)


def union_of(mine: NDArray[np.bool_], squares: Squares) -> Polygons:
    """Return the union of squares, from a flag for each."""
    columns = [box for n, column in enumerate(mine) for box in _runs(n, column, squares)]
    return shapely.union_all(columns)


def _runs(n: int, column: NDArray[np.bool_], squares: Squares) -> Iterable[Polygons]:
    """Yield each unbroken run of squares in a column as one rectangle."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], column.astype(int), [0]))))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield shapely.box(
            round(squares.west + n * squares.step[0], 7),
            round(squares.south + start * squares.step[1], 7),
            round(squares.west + (n + 1) * squares.step[0], 7),
            round(squares.south + end * squares.step[1], 7),
        )
