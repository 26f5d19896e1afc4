"""What a network must satisfy, said a second time: slowly, in whole numbers, without GEOS.

Coordinates are taken in ticks of 1e-7° as Python integers, so nothing here rounds.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import shapely

Tick = tuple[int, int]
Edge = tuple[Tick, Tick]


def rings(polygon: shapely.Polygon) -> Iterable[list[Tick]]:
    """Rings in ticks with the polygon on the left: shells anticlockwise, holes clockwise."""
    polygon = shapely.Polygon(
        polygon.exterior if polygon.exterior.is_ccw else polygon.exterior.reverse(),
        [r.reverse() if r.is_ccw else r for r in polygon.interiors],
    )
    for ring in (polygon.exterior, *polygon.interiors):
        yield [(round(x * 10**7), round(y * 10**7)) for x, y in ring.coords]


def edges(polygons: Iterable[shapely.Polygon]) -> Counter[Edge]:
    """Directed edges of all polygons, counted."""
    return Counter(
        edge for polygon in polygons for ring in rings(polygon) for edge in pairwise(ring)
    )


def twice_area(directed: Iterable[Edge]) -> int:
    """Twice the signed area that directed edges enclose, in square ticks."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in directed)


def outline(polygons: Iterable[shapely.Polygon]) -> Counter[Edge]:
    """Edges that no neighbour runs through in the other direction."""
    directed = edges(polygons)
    return Counter({edge: n for edge, n in directed.items() if edge[::-1] not in directed})


def assert_noded_coverage(polygons: list[shapely.Polygon]) -> None:
    """Nobody doubles an edge, and every coordinate is on the grid of ticks.

    Where each directed edge is there once, each side of it has one polygon, so neighbours share
    their vertices and nothing overlaps along a border.
    """
    doubled = {edge: n for edge, n in edges(polygons).items() if n > 1}
    assert not doubled, f"edges used twice: {list(doubled)[:3]}"
    for polygon in polygons:
        for x, y in shapely.get_coordinates(polygon):
            assert x == round(x, 7)
            assert y == round(y, 7)


def on_segment(p: Tick, a: Tick, b: Tick) -> bool:
    cross = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    return (
        cross == 0
        and min(a[0], b[0]) <= p[0] <= max(a[0], b[0])
        and min(a[1], b[1]) <= p[1] <= max(a[1], b[1])
    )


def place(p: Tick, polygon: shapely.Polygon) -> str:
    """Where a point lies: "inside", "border" or "outside"; exact, by counting crossings."""
    crossings = 0
    for ring in rings(polygon):
        for a, b in pairwise(ring):
            if on_segment(p, a, b):
                return "border"
            if (a[1] > p[1]) != (b[1] > p[1]):
                side = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
                crossings += (side > 0) == (b[1] > a[1])
    return "inside" if crossings % 2 else "outside"
