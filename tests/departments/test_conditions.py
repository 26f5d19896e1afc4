"""What a condition asks is a table, and so are its tests."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from departments.condition_form import ConditionUnreadable, plain, read
from departments.condition_words import words_of
from departments.conditions import Condition, Facts

STALL = Facts(
    class_code="03001",
    class_above=("03",),
    district_code="430302",
    street_code="430302001",
    cell_code="430302001001001",
    areas=frozenset({"night-market"}),
    owner_code="water",
    source="citizen",
    urgency="urgent",
    road="岚霞路",
    at=time(2, 0),
    month=5,
    working_day=False,
    working_hour=False,
    near={"market": 80.0},
)

HOLDS: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    ({"classes": ["03001"]}, True),
    ({"classes": ["03"]}, True),
    ({"classes": ["030"]}, False),  # a part of a code is no class
    ({"classes": ["01", "03"]}, True),
    ({"districts": ["430302"]}, True),
    ({"districts": ["430304"]}, False),
    ({"districts": ["430304"], "streets": ["430302001"]}, True),  # in any of the places
    ({"cells": ["430302001001001"]}, True),
    ({"areas": ["night-market"]}, True),
    ({"areas": ["station"]}, False),
    ({"placed": True}, True),
    ({"placed": False}, False),
    ({"owners": ["water"]}, True),
    ({"owners": ["gas"]}, False),
    ({"from_time": "22:00", "to_time": "06:00"}, True),
    ({"from_time": "06:00", "to_time": "22:00"}, False),
    ({"from_time": "02:00", "to_time": "03:00"}, True),
    ({"from_time": "01:00", "to_time": "02:00"}, False),  # its end is no part of a span
    ({"days": "rest"}, True),
    ({"days": "working"}, False),
    ({"hours": "off"}, True),
    ({"hours": "working"}, False),
    ({"months": [4, 5]}, True),
    ({"months": [12]}, False),
    ({"urgencies": ["urgent", "emergency"]}, True),
    ({"urgencies": ["normal"]}, False),
    ({"sources": ["citizen"]}, True),
    ({"sources": ["collector"]}, False),
    ({"roads": ["岚霞路"]}, True),
    ({"roads": ["双拥路"]}, False),
    ({"near_kind": "market", "near_m": 100}, True),
    ({"near_kind": "market", "near_m": 50}, False),
    ({"near_kind": "park", "near_m": 500}, False),
    ({"classes": ["03"], "districts": ["430304"]}, False),  # all of it must hold
]


@pytest.mark.parametrize(("said", "holds"), HOLDS, ids=str)
def test_a_condition_holds_where_every_part_does(said: dict[str, Any], holds: bool) -> None:
    assert read(said).holds(STALL) is holds


def test_a_case_without_a_place_lies_nowhere() -> None:
    nowhere = replace(STALL, district_code="", street_code="", cell_code="", areas=frozenset())
    assert read({"placed": False}).holds(nowhere)
    assert not read({"districts": ["430302"]}).holds(nowhere)
    assert not read({"placed": True}).holds(nowhere)


WORDS: list[tuple[dict[str, Any], str, str]] = [
    ({}, "适用于所有案件", "every case"),
    ({"classes": ["03001"]}, "类别为店外经营", "class Trading outside the shop"),
    (
        {"classes": ["03001"], "districts": ["430302"], "from_time": "22:00", "to_time": "06:00"},
        "类别为店外经营，位于雨湖区，22:00-06:00",
        "class Trading outside the shop, in Yuhu, 22:00-06:00",
    ),
    ({"hours": "off"}, "非工作时间（夜间、节假日）", "out of working hours"),
    ({"months": [11, 12]}, "11、12 月", "in month 11, 12"),
    ({"near_kind": "market", "near_m": 80}, "80 米内有market", "market within 80 m"),
    ({"placed": False}, "位置未知", "place not known"),
]


@pytest.mark.parametrize(("said", "zh", "en"), WORDS)
def test_a_condition_reads_as_a_sentence(said: dict[str, Any], zh: str, en: str) -> None:
    names = {
        ("classes", "03001"): ("店外经营", "Trading outside the shop"),
        ("districts", "430302"): ("雨湖区", "Yuhu"),
    }
    assert words_of(read(said), names) == (zh, en)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"colour": ["red"]}, "colour"),
        ({"classes": "03"}, "classes"),
        ({"classes": [""]}, "classes"),
        ({"from_time": "25:00"}, "from_time"),
        ({"from_time": "8"}, "from_time"),
        ({"months": [13]}, "months"),
        ({"days": "monday"}, "days"),
        ({"placed": "yes"}, "placed"),
        ({"near_m": -1}, "near_m"),
        ({"near_m": 5_000}, "near_m"),
    ],
)
def test_what_is_no_condition_is_named(said: dict[str, Any], key: str) -> None:
    with pytest.raises(ConditionUnreadable, match=key):
        read(said)


CODES = st.lists(st.sampled_from(["03", "03001", "01", "430302"]), max_size=3, unique=True)
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "classes": CODES,
        "districts": CODES,
        "areas": CODES,
        "placed": st.sampled_from([True, False, None]),
        "from_time": st.times().map(lambda t: f"{t:%H:%M}"),
        "to_time": st.times().map(lambda t: f"{t:%H:%M}"),
        "days": st.sampled_from(["working", "rest", None]),
        "months": st.lists(st.integers(1, 12), max_size=3),
        "near_m": st.sampled_from([None, 50, 1_000]),
    },
)


@given(CONDITIONS)
def test_what_is_stored_reads_back_as_it_was(said: dict[str, Any]) -> None:
    condition = read(said)
    assert read(plain(condition)) == condition
    assert plain(read(plain(condition))) == plain(condition)


@given(CONDITIONS, CONDITIONS)
def test_what_covers_another_holds_wherever_that_does(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    wide, narrow = read(one), read(other)
    above = {("classes", "03001"): (("classes", "03"),)}
    if wide.covers(narrow, above) and narrow.holds(STALL):
        assert wide.holds(STALL)


def test_an_empty_condition_covers_every_other() -> None:
    assert Condition().covers(read({"classes": ["03"], "days": "rest"}), {})
    assert not read({"classes": ["03"]}).covers(Condition(), {})
