"""`filter=` in CQL2 text: within limits, one form for equal filters, NOT is everything else."""

import contextlib
import random
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.expressions import matching
from cases.models import Case
from gis_core.cql2 import AT_MOST_CHARS, normal, parse
from gis_core.errors import BadParameter
from tests.factories import Cast
from tests.tiles.drawn import placeless, scatter


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a='x' AND b='y'", "b = 'y' and a = 'x'"),
        ("a IN ('y','x','x')", "a in ('x', 'y')"),
        ("a IN ('x')", "'x' = a"),
        ("a <> 'x'", "NOT a = 'x'"),
        ("NOT NOT a = 'x'", "(((a = 'x')))"),
        ("a BETWEEN DATE('2024-01-01') AND DATE('2024-02-01')",
         "a <= DATE('2024-02-01') AND a >= DATE('2024-01-01')"),
        ("a = 'x' OR (b = 'y' OR c = 'z')", "(c='z' OR b='y') OR a='x'"),
        ("DATE('2024-01-01') < a", "a > DATE('2024-01-01')"),
        ("a='x' AND a='x'", "a='x'"),
    ],
)  # fmt: skip
def test_filters_that_are_the_same_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other)
    assert parse(normal(one)) == parse(one)


@pytest.mark.parametrize("text", ["it''s", "%", "(", "' \"", "网格", "_"])
def test_any_text_may_be_compared_with(text: str) -> None:
    quoted = text.replace("''", "'").replace("'", "''")
    assert normal(normal(f"a = '{quoted}'")) == normal(f"a = '{quoted}'")


@pytest.mark.parametrize(
    "text",
    [
        "a =",
        "a = 'x'; DROP TABLE cases_case",
        "a = b",
        "upper(a) = 'X'",
        "a LIKE 'x_y'",
        "a LIKE '%x%y%'",
        "true",
        "S_INTERSECTS(geom, POINT(1 2))",
        "a = DATE('2024-13-01')",
        "a = 1 + 1",
        "(" * 900 + "a='x'" + ")" * 900,
        "NOT " * 400 + "a = 'x'",
        "a = " + "-" * 1500 + "1",
        "(" * 40 + "NOT " * 40 + "a='x'" + ")" * 40,
        " OR ".join(f"a='{n}'" for n in range(100)),
        "a IN (" + ",".join(f"'{n}'" for n in range(257)) + ")",
        "a = '" + "x" * AT_MOST_CHARS + "'",
    ],
)
def test_what_is_not_understood_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        parse(text)


def test_the_deepest_filter_that_is_let_through_needs_a_megabyte_of_stack() -> None:
    before = threading.stack_size(1024 * 1024)
    try:
        thread = threading.Thread(target=parse, args=("(" * 60 + "a='x'" + ")" * 60,))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(BadParameter):
        assert normal(normal(text)) == normal(text)


FILTERS = (
    "state_group = 'open'",
    "class = '03' AND NOT source IN ('collector', 'citizen')",
    "class LIKE '030%' OR district <> '430302'",
    "organization IS NULL",
    "reported_at >= DATE('2026-04-01') AND reported_at < DATE('2026-05-01')",
    "reported_at > TIMESTAMP('2026-04-10T00:00:00Z')",
    "urgency = 'normal' AND street LIKE '430302%'",
    "state = 'closed' OR (state_group = 'open' AND reported_at = DATE('2026-04-20'))",
)


@pytest.mark.parametrize("text", FILTERS)
def test_a_filter_and_its_not_divide_the_cases_in_two(cast: Cast, text: str) -> None:
    scatter(cast, 80)
    placeless(cast, 5)
    some = set(matching(Case.objects.all(), text).values_list("pk", flat=True))
    others = set(matching(Case.objects.all(), f"NOT ({text})").values_list("pk", flat=True))
    assert not some & others
    assert len(some | others) == 85


def test_the_list_and_the_count_take_the_filter_of_the_map(cast: Cast) -> None:
    scatter(cast, 60)
    organization = cast.organizations["yuhu"].pk
    browser = cast.client("leader")
    for text in (*FILTERS, f"organization = '{organization}'"):
        said = {"city": "xiangtan", "filter": text}
        counted = browser.get("/api/v1/cases/count", said).json()["count"]
        assert counted == matching(Case.objects.all(), text).count()


@pytest.mark.parametrize(
    "text",
    [
        "number = 'x'",
        "state = 5",
        "reported_at LIKE '2024%'",
        "organization = 'x'",
        "state_group < 'x'",
    ],
)
def test_a_column_that_is_not_allowed_or_cannot_do_that_is_refused(cast: Cast, text: str) -> None:
    browser = cast.client("leader")
    said = {"city": "xiangtan", "filter": text}
    for path in ("/api/v1/cases/count", "/tiles/cases/9/0/0.mvt", "/tiles/cases/16/0/0.mvt"):
        answer = browser.get(path, said)
        assert answer.status_code == 400, path
        assert answer.json()["code"] == "bad_parameter"


def some_expression(cast: Cast, draw: random.Random) -> str:
    """Any mix of tests, for those who draw filters at random."""
    day = f"2026-0{draw.randint(3, 5)}-{draw.randint(1, 28):02}"
    yuhu, water = cast.organizations["yuhu"], cast.organizations["water"]
    tests = [
        *FILTERS,
        f"organization = '{draw.choice(list(cast.organizations.values())).pk}'",
        f"NOT organization IN ('{yuhu.pk}', '{water.pk}')",
        f"street = '{draw.choice(sorted(cast.streets))}'",
        f"district = '{draw.choice(['430302', '430304', 'none'])}'",
        f"reported_at <= DATE('{day}')",
        "class IN ('03001', '01')",
        "state IN ('closed', 'handling')",
    ]
    chosen = [
        f"{draw.choice(['', '', 'NOT '])}({draw.choice(tests)})" for _ in range(draw.randint(1, 3))
    ]
    return draw.choice([" AND ", " OR "]).join(chosen)
