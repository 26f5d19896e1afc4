"""A plausible road network for the demo city: generated, for addresses and the look of things.

Main roads run where two streets meet, side roads where two communities meet, and each built-up
community has a lane along a grid line in both directions; so cells follow roads, as the standard
wants. Three names are the city's own (they stand in its published stories); where those roads lie
here is approximate. All other names are made up from common ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.random import Generator as Random

from demo.ground import Roads
from demo.road_courses import Course, courses
from demo.road_names import STORY_CROSSING, STORY_ROADS, NameBook
from gis_core.geometry import TICKS_PER_DEGREE, from_ticks, rounded
from grids.models import Generation


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two roads meet; `point` in WGS 84."""

    name: str
    roads: tuple[str, str]
    district: str
    point: shapely.Point


@dataclass(frozen=True, slots=True)
class RoadMap:
    """The roads, the district code of each, and their crossings."""

    roads: Roads
    districts: list[str]
    crossings: list[Crossing]


def draw_roads(network: Generation, seed: int = 4303) -> RoadMap:
    """Draw the roads of a stored network; the same network and seed give the same ones."""
    found = courses(network)
    names = _named(np.random.default_rng(seed), found)
    lines = from_ticks(np.array([course.line for course in found]))
    return RoadMap(
        Roads(names, lines), [course.district for course in found], _crossings(names, found)
    )


def _named(rng: Random, found: list[Course]) -> list[str]:
    """Return a name for each road: the stories' ones to the nearest, the others by the book."""
    names: list[str] = [""] * len(found)
    for story in STORY_ROADS:
        place = shapely.Point(story.lon * TICKS_PER_DEGREE, story.lat * TICKS_PER_DEGREE)
        fits = [
            (course.line.distance(place), i)
            for i, course in enumerate(found)
            if (course.kind, course.district) == (story.kind, story.district) and not names[i]
        ]
        names[min(fits)[1]] = story.name
    book = NameBook(rng)
    for i in sorted(range(len(found)), key=lambda i: (found[i].kind, -found[i].line.length, i)):
        names[i] = names[i] or book.next_name(found[i].district, found[i].kind)
    return names


def _crossings(names: list[str], found: list[Course]) -> list[Crossing]:
    """Return where roads of different names meet, each pair once, in the order of the roads."""
    lines = np.array([course.line for course in found])
    left, right = shapely.STRtree(lines).query(lines, predicate="intersects")
    crossings = []
    for a, b in sorted(zip(left.tolist(), right.tolist(), strict=True)):
        if a >= b or names[a] == names[b]:
            continue
        (x, y), *_ = shapely.get_coordinates(shapely.intersection(lines[a], lines[b]))
        point = shapely.Point(rounded((x / TICKS_PER_DEGREE, y / TICKS_PER_DEGREE)))
        pair = (names[a], names[b])
        crossings.append(Crossing(f"{pair[0]}与{pair[1]}路口", pair, found[a].district, point))
    return _with_story_crossing(crossings)


def _with_story_crossing(crossings: list[Crossing]) -> list[Crossing]:
    """Give the story's crossing its name: the middle one on its road."""
    road, name = STORY_CROSSING
    on_road = [i for i, crossing in enumerate(crossings) if road in crossing.roads]
    chosen = on_road[len(on_road) // 2]
    return [
        replace(crossing, name=name) if i == chosen else crossing
        for i, crossing in enumerate(crossings)
    ]
