"""What is asked for ten thousand cases at once is what is asked for each, one by one."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from hypothesis import given
from hypothesis import strategies as st

from cases.diagram.routing import _made_up
from cases.routing.book import Book
from cases.routing.places import areas_holding, metres_to
from departments.condition_form import read
from departments.conditions import Facts
from departments.learning.past import PastCases
from departments.learning.shapes import place_terms, polygon_of
from departments.learning.table import Learnt, LearntRule, learn
from departments.learning.trees import Asks
from departments.models import RoutingArea
from departments.rule_checks import Known
from departments.rules import Party, Rule, first_rule
from facilities.models import Facility, FacilityKind
from gis_core.srid import WGS84
from tests.factories import Cast

NOTHING = Known(
    names={}, above={}, targets=frozenset(), above_organization={}, codes=frozenset(),
    rows=frozenset(),
)  # fmt: skip
CLASSES, PLACES = ["01", "01001", "03", "03001", "03002"], ["430302", "430304"]
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "classes": st.lists(st.sampled_from(CLASSES), min_size=1, max_size=2, unique=True),
        "districts": st.lists(st.sampled_from(PLACES), min_size=1, max_size=1),
        "sources": st.just(["citizen"]),
        "placed": st.booleans(),
    },
)
FACTS = st.builds(
    lambda code, district, source: Facts(
        class_code=code,
        class_above=(code[:2],),
        district_code=district,
        street_code=district and district + "001",
        source=source,
    ),
    st.sampled_from(CLASSES),
    st.sampled_from(["", *PLACES]),
    st.sampled_from(["citizen", "phone"]),
)


@given(st.lists(CONDITIONS, max_size=8), st.lists(FACTS, min_size=1, max_size=6))
def test_the_rule_that_a_book_finds_is_the_first_of_all_that_fits(
    conditions: list[dict[str, Any]], cases: list[Facts]
) -> None:
    rules = tuple(
        Rule(order=n, condition=read(said), organization=Party(UUID(int=n), str(n)))
        for n, said in enumerate(conditions, start=1)
    )
    book = Book(rules, {}, NOTHING)
    for facts in cases:
        quick, slow = book.first(facts), first_rule(facts, rules)
        assert (quick and quick.order) == (slow and slow.order)


@pytest.fixture
def areas(cast: Cast) -> list[str]:
    """Overlapping triangles and squares whose corners lie where points lie, too."""
    rng = random.Random(3)
    shapes = []
    for n in range(12):
        corners = [_lattice(rng) for _ in range(3)]
        triangle = Polygon([*corners, corners[0]], srid=WGS84)
        if triangle.area > 0:
            shapes.append((f"t{n}", triangle))
    for n in range(6):
        x, y = _lattice(rng)
        square = Polygon.from_bbox((x, y, x + 0.001, y + 0.001))
        shapes.append((f"s{n}", square))
    RoutingArea.objects.bulk_create(
        RoutingArea(city=cast.city, code=code, name=code, geom=MultiPolygon(shape, srid=WGS84))
        for code, shape in shapes
    )
    return [code for code, _ in shapes]


def _lattice(rng: random.Random) -> tuple[float, float]:
    return 112.9 + rng.randrange(9) * 0.0005, 27.83 + rng.randrange(5) * 0.0005


def test_areas_hold_many_points_as_the_database_says_of_each(cast: Cast, areas: list[str]) -> None:
    rng = random.Random(4)
    on_corners = [_lattice(rng) for _ in range(60)]
    anywhere = [(112.9 + 0.004 * rng.random(), 27.83 + 0.002 * rng.random()) for _ in range(60)]
    lon, lat = (np.array(axis) for axis in zip(*on_corners, *anywhere, strict=True))
    many = areas_holding(cast.city, areas, lon, lat)
    for n in range(len(lon)):
        point = Point(float(lon[n]), float(lat[n]), srid=WGS84)
        one = RoutingArea.objects.of(cast.city).holding(point).values_list("code", flat=True)
        assert many[n] == frozenset(one)


def test_a_case_without_a_place_lies_in_no_area_and_near_nothing(
    cast: Cast, areas: list[str]
) -> None:
    nowhere = np.array([np.nan])
    assert areas_holding(cast.city, areas, nowhere, nowhere) == [frozenset()]
    assert metres_to(cast.city, {"market": 100}, nowhere, nowhere) == [{}]


def test_the_metres_to_the_nearest_market_are_those_on_the_ground(cast: Cast) -> None:
    for n, market in enumerate((112.9012, 112.9020)):
        Facility.objects.create(
            city=cast.city,
            kind=FacilityKind.MARKET,
            code=str(n),
            geom=Point(market, 27.831, srid=WGS84),
        )
    lon = np.array([112.901, 112.9035])
    lat = np.array([27.831, 27.831])
    near, far = metres_to(cast.city, {"market": 100, "park": 100}, lon, lat)
    assert near["market"] == pytest.approx(19.7, abs=0.1)
    assert far == {}


def test_a_learnt_area_holds_the_cases_that_its_questions_do() -> None:
    past = _made_up()
    learnt = learn(past, 40)
    assert 3 <= len(learnt.rules) <= 40
    for rule in learnt.rules:
        if where := place_terms(rule):
            shape = polygon_of(where, learnt)
            assert shape is not None
            inside = shapely.intersects_xy(shape, past.lon, past.lat)
            assert (inside == _answered(rule, learnt, past)).mean() > 0.999


def test_learnt_rules_are_right_where_the_past_was() -> None:
    past = _made_up()
    learnt = learn(past, 40)
    right = np.zeros(len(past), dtype=bool)
    left = np.ones(len(past), dtype=bool)
    for rule in learnt.rules:
        here = left & _answered(rule, learnt, past)
        right[here] = past.party[here] == rule.best[0].party
        left &= ~here
    assert not left.any()
    assert right.mean() > 0.9  # one case in eighteen went astray


def _answered(rule: LearntRule, learnt: Learnt, past: PastCases) -> Any:
    """The slow and obvious way: question by question."""
    answers = np.ones(len(past), dtype=bool)
    for term in rule.terms:
        if term.asks is Asks.AREA:
            said = learnt.divisions[term.which].at(learnt.squares, past) == term.value
        else:
            said = (past.lon if term.asks is Asks.WEST_OF else past.lat) < term.value
        answers &= said if term.wanted else ~said
    return answers
