"""Whose is a case close to a border? Both sides are named, and the last ruling is remembered.

Close means within `BORDER_M` of the edge of a cell, of a drawn area that some rule names, or of an
organisation's own area. A side is whoever the rules name just across that edge; an edge at which
nobody changes is no border of responsibilities. Shapes are worked on in metres around the point.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import numpy as np
import shapely
from django.contrib.gis.geos import Point, Polygon

from cases.models import Case, CaseEvent
from cases.routing.book import Book
from cases.verbs import Verb
from departments.conditions import Facts
from departments.models import DISPATCH_TARGETS, Organization, RoutingArea
from departments.routing import party_of
from departments.rules import Party
from facilities.nearest import METRES_PER_DEGREE, reach_box
from gis_core.geometry import TICKS_PER_DEGREE, metres_per_tick
from gis_core.srid import WGS84
from grids.models import Cell, City

BORDER_M: Final = 15
"""As far as a phone's fix may lie from the problem that it means."""

STRETCH_M: Final = 100
"""A ruling speaks for so much of the border on both sides of it: about one cell."""

_ACROSS_M: Final = 0.3
_WINDOW_M: Final = 3 * BORDER_M


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Somebody who may be responsible, and what says so."""

    organization: Party
    unit: Party | None
    why_zh: str
    why_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What was ruled last for this stretch of a border."""

    case_id: UUID
    number: str | None
    owner: Party
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """Who meets here, how many metres from the edge at which they do, and what was ruled last."""

    distance_m: float
    sides: tuple[Side, ...]
    last_ruling: Ruling | None


@dataclass(frozen=True, slots=True)
class _Shape:
    """Something with an edge, in metres around the point; what it is called, and what it means."""

    geom: Any
    kind: str
    code: str
    place: tuple[str, str] = ("", "")  # of a cell: district and street


def border_at(city: City, point: Point, facts: Facts, book: Book, at: datetime) -> Border | None:
    """Return the border that a point lies close to; None where only one is responsible.

    Args:
        facts: of the case at the point itself.
    """
    shapes = list(_shapes(city, point, book, at))
    sides: dict[tuple[UUID, UUID | None], Side] = {}
    if (here := _side(book, facts)) is not None:
        sides[_key(here)] = here
    nearest_m = math.inf
    for metres, across in _across(shapes):
        side = _side(book, _facts_at(facts, shapes, across))
        if side is not None and _key(side) not in sides:
            sides[_key(side)] = side
            nearest_m = min(nearest_m, metres)
    for metres, side in _by_own_area(city, point):
        if not any(side.organization == known.organization for known in sides.values()):
            sides[_key(side)] = side
            nearest_m = min(nearest_m, metres)
    if len(sides) < 2:
        return None
    found = tuple(sides.values())
    ruling = _last_ruling(city, point, facts, {side.organization.id for side in found})
    return Border(distance_m=round(nearest_m, 1), sides=found, last_ruling=ruling)


def _key(side: Side) -> tuple[UUID, UUID | None]:
    return side.organization.id, side.unit.id if side.unit else None


def _side(book: Book, facts: Facts) -> Side | None:
    rule = book.first(facts)
    if rule is None:
        return None
    zh, en = rule.words
    return Side(
        organization=rule.organization,
        unit=rule.unit,
        why_zh=f"第 {rule.order} 条规则：{zh}",
        why_en=f"Rule {rule.order}: {en}",
    )


def _shapes(city: City, point: Point, book: Book, at: datetime) -> Iterator[_Shape]:
    window = _window(point)
    cells = Cell.objects.of(city, at).filter(geom__bboverlaps=window).order_by("code")
    for code, street, district, geom in cells.values_list(
        "code", "street__code", "street__district__code", "geom"
    ):
        yield _Shape(_around(geom, point), "cell", code, (district, street))
    areas = RoutingArea.objects.of(city).filter(geom__bboverlaps=window)
    for area in areas.filter(code__in=book.asked.areas):
        yield _Shape(_around(area.geom, point), "area", area.code)


def _across(shapes: Iterable[_Shape]) -> Iterator[tuple[float, Any]]:
    """Yield points just across each edge in reach, with the metres to that edge, nearest first."""
    here = shapely.Point(0, 0)
    found: list[tuple[float, float, float]] = []
    for shape in shapes:
        edge = shapely.boundary(shape.geom)
        metres = shapely.distance(edge, here)
        if metres <= BORDER_M:
            foot = shapely.get_coordinates(shapely.shortest_line(here, edge))[1]
            found += [(metres, *foot + step) for step in _steps(foot)]
    for metres, x, y in sorted(found):
        yield metres, shapely.Point(x, y)


def _steps(foot: Any) -> Iterator[Any]:
    """Small steps from an edge's nearest point: onward, and aside where a corner is sharp."""
    length = float(np.hypot(*foot))
    if length > 0:
        yield foot / length * _ACROSS_M
    for turn in range(8):
        angle = math.pi / 4 * turn
        yield np.array([math.cos(angle), math.sin(angle)]) * _ACROSS_M


def _facts_at(facts: Facts, shapes: Iterable[_Shape], there: Any) -> Facts:
    """Return the facts of the same case, had it been found there."""
    holding = [shape for shape in shapes if shapely.intersects(shape.geom, there)]
    cell = next((shape for shape in holding if shape.kind == "cell"), None)
    areas = frozenset(shape.code for shape in holding if shape.kind == "area")
    if cell is None:
        return replace(facts, cell_code="", street_code="", district_code="", areas=areas)
    district, street = cell.place
    return replace(
        facts, cell_code=cell.code, street_code=street, district_code=district, areas=areas
    )


def _by_own_area(city: City, point: Point) -> Iterator[tuple[float, Side]]:
    """Yield organisations the edge of whose own area is in reach, where at least two meet."""
    rows = Organization.objects.filter(
        city=city, kind__in=DISPATCH_TARGETS, ended_at=None, area__bboverlaps=_window(point)
    )
    met = []
    for row in rows:
        edge = shapely.boundary(_around(row.area, point))
        metres = float(shapely.distance(edge, shapely.Point(0, 0)))
        if metres <= BORDER_M:
            met.append((metres, row))
    if len(met) > 1:
        for metres, row in met:
            yield (
                metres,
                Side(
                    organization=party_of(row),
                    unit=None,
                    why_zh="责任区域在此交界",
                    why_en="its own area ends here",
                ),
            )


def _window(point: Point) -> Polygon:
    box = Polygon.from_bbox(_bounds(point.x, point.y))
    box.srid = WGS84
    return box


def _bounds(x: float, y: float) -> tuple[float, float, float, float]:
    lat = _WINDOW_M / METRES_PER_DEGREE
    lon = lat / math.cos(math.radians(y))
    return x - lon, y - lat, x + lon, y + lat


def _around(geom: Any, point: Point) -> Any:
    """Return a polygon cut to a window around the point, in metres from it.

    The cut's own edges lie three times as far as anything that is asked about.
    """
    x, y = point.x, point.y
    shape = shapely.clip_by_rect(shapely.from_wkb(bytes(geom.wkb)), *_bounds(x, y))
    per_degree = np.array(metres_per_tick(y)) * TICKS_PER_DEGREE
    return shapely.transform(shape, lambda xy: (xy - [x, y]) * per_degree)


def _last_ruling(city: City, point: Point, facts: Facts, sides: set[UUID]) -> Ruling | None:
    """Return what was ruled last between these, for cases of such classes, close to the point."""
    nearby = Case.objects.of(city).filter(geom_3857__bboverlaps=reach_box(point, STRETCH_M))
    alike = nearby.filter(case_class__parent__code__in=facts.class_above) | nearby.filter(
        case_class__code=facts.class_code
    )
    events = CaseEvent.objects.filter(
        case__in=alike.values("pk"), verb__in=(Verb.RULE, Verb.RULE_AWAY)
    )
    for event in events.select_related("case").order_by("-at"):
        owner_id = UUID((event.data or {})["owner"])
        if owner_id in sides:
            owner = Organization.objects.defer("area").get(pk=owner_id)
            return Ruling(
                case_id=event.case_id,
                number=event.case.number,
                owner=party_of(owner),
                at=event.at,
                note=event.note,
            )
    return None
