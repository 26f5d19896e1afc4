"""Nobody gets a few cases of a sensitive class out of what is public.

The attacker knows all of the program, has every public answer at any time, and draws every
conclusion there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from cases.public_months import Figures, Totals, keep_publishing, publish_month, totals
from cases.public_months import given as as_given
from gis_core.tile import TileAddress
from tests.cases.accepted import (
    AD,
    APRIL,
    EAST,
    OVER,
    PLACES,
    SHOP,
    VENDOR,
    WEST,
    Counts,
    accepted,
    mark,
)
from tests.factories import Cast
from tests.house.matrix import ROLES, ROWS
from tests.tiles.drawn import BOX, covering


@pytest.fixture
def marked(cast: Cast) -> Cast:
    """The cast's city with two sensitive classes."""
    mark(cast)
    return cast


def document(counts: Any) -> tuple[Figures, Totals]:
    """All that is public of a table of counts: classes by districts."""
    figures = tuple(tuple(as_given(count) for count in row) for row in counts)
    return figures, totals(figures)


def careless(counts: Any) -> Any:
    """What it would be with small figures withheld and the totals given."""
    figures = tuple(tuple(as_given(count) for count in row) for row in counts)
    return figures, tuple(map(sum, counts)), tuple(map(sum, zip(*counts, strict=True)))


def found_out(publish: Any, at_most: int) -> set[int]:
    """The small counts that somebody determines who tries every 2 x 2 table there is."""
    behind: dict[Any, list[tuple[int, ...]]] = {}
    for cells in product(range(at_most + 1), repeat=4):
        behind.setdefault(publish((cells[:2], cells[2:])), []).append(cells)
    alone = (
        next(iter(values))
        for tables in behind.values()
        for values in (set(cell) for cell in zip(*tables, strict=True))
        if len(values) == 1
    )
    return {count for count in alone if 1 <= count < 5}


def test_nobody_who_tries_every_table_finds_a_count_between_1_and_4() -> None:
    assert found_out(document, at_most=7) == set()


def test_the_same_attacker_finds_them_all_where_totals_are_simply_given() -> None:
    assert found_out(careless, at_most=7) == {1, 2, 3, 4}


@given(
    st.lists(
        st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=4
    )
)  # fmt: skip
def test_every_withheld_figure_may_be_anything_below_5_whatever_the_others_are(
    counts: list[list[int]],
) -> None:
    for row, column in product(range(len(counts)), range(3)):
        if counts[row][column] < 5:
            for other in range(5):
                alike = [list(line) for line in counts]
                alike[row][column] = other
                assert document(alike) == document(counts)


ONE_TIME: Final = re.compile(rb'"csrf_token":"\w+"')
"""Drawn anew for every answer."""


@dataclass(frozen=True)
class Question:
    """An address that the public may try, with parameters."""

    path: str
    said: tuple[tuple[str, str], ...] = ()

    def ask(self) -> tuple[int, bytes, str]:
        answer = APIClient().get(self.path, {"city": "xiangtan", **dict(self.said)})
        content = ONE_TIME.sub(b"", answer.content)
        return answer.status_code, content, answer.get("ETag", "")


OPEN: Final = sorted(
    row.path.partition("?")[0]
    for row in ROWS
    if row.method == "GET"
    and row.statuses[ROLES.index("anonymous")] == "ok"
    # Made of the program alone, and slowly.
    and row.path != "/api/v1/schema"
)
FILTERS: Final = {
    "class": [AD, VENDOR, SHOP, "03"],
    "district": [WEST, EAST],
    "street": ["430302001", "430304001"],
    "state": ["handling", "closed"],
    "from": ["2026-04-01", "2026-04-15"],
    "to": ["2026-04-15", "2026-04-30"],
    "filter": [f"class = '{AD}'", f"class <> '{AD}' AND district = '{WEST}'"],
}
tiles_at = st.integers(0, 18).map(lambda z: list(covering(z))[:4]).flatmap(st.sampled_from)
paths = st.one_of(
    st.sampled_from(OPEN),
    st.sampled_from(["2026-03", "2026-04", "2026-05"]).map("/api/v1/public/months/{}".format),
    st.sampled_from(["/api/v1/cases", "/api/v1/cases/count", "/api/v1/summary"]),
    tiles_at.map(lambda at: f"/tiles/cases/{at.z}/{at.x}/{at.y}.mvt"),
)  # fmt: skip
narrowing = st.lists(
    st.sampled_from(sorted(FILTERS)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(FILTERS[name]))
    ),
    max_size=3,
    unique_by=lambda pair: pair[0],
).map(tuple)
questions = st.lists(st.builds(Question, paths, narrowing), min_size=20, max_size=20)
worlds = st.fixed_dictionaries(
    {(code, place): st.integers(0, 7) for code in (AD, VENDOR) for place in PLACES}
)


@contextmanager
def a_city_that_never_was() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


ALWAYS: Final = (
    Question("/api/v1/public/months"),
    Question("/api/v1/public/months/2026-04"),
    Question("/tiles/cases.json"),
)


def told_in(cast: Cast, counts: Counts, asked: list[Question]) -> list[Any]:
    """All that the public is told: of each question before the month is over, as it is published,
    and after one case more of every kind."""
    with a_city_that_never_was():
        for (code, place), count in counts.items():
            accepted(cast, code, place, count)
        told = [question.ask() for question in asked]
        publish_month(cast.city, APRIL, at=OVER)
        told += [question.ask() for question in [*asked, *ALWAYS]]
        for code, place in counts:
            accepted(cast, code, place, 1)
        keep_publishing(cast.city, at=OVER)
        return told + [question.ask() for question in [*asked, *ALWAYS]]


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a smaller example would take minutes to find
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(counts=worlds, others=worlds, asked=questions)
def test_two_cities_that_differ_in_withheld_counts_tell_the_public_the_same(
    marked: Cast, counts: Counts, others: Counts, asked: list[Question]
) -> None:
    """So no filter, zoom, month, or difference of any two answers tells a count below 5."""
    alike = {kind: others[kind] % 5 if count < 5 else count for kind, count in counts.items()}
    assert told_in(marked, counts, asked) == told_in(marked, alike, asked)


def test_the_public_is_shown_no_case_at_any_zoom(marked: Cast) -> None:
    accepted(marked, AD, WEST, 40)
    accepted(marked, SHOP, WEST, 40)
    for z in range(19):
        at = TileAddress.containing(BOX[0], BOX[1], z)
        for path in (
            f"/tiles/cases/{at.z}/{at.x}/{at.y}.mvt",
            f"/tiles/ogc/collections/cases/tiles/WebMercatorQuad/{at.z}/{at.y}/{at.x}",
        ):
            status, _, tag = Question(path).ask()
            assert (status, tag) == (401, "")
