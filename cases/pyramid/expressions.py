"""`filter=` (CQL2) on the folded cases: the same tests, on the numbers that stand for the codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from cases.expressions import organizations_in, passes, states_in
from cases.pyramid.days import FURTHEST, Days, number_of
from cases.pyramid.numbers import Dimension, OneOf, classes_where, numbered, numbers_where
from cases.states import State
from gis_core.cql2 import Leaf, condition, on_path
from gis_core.cql2_nodes import Every, Node, Test, tests_of


def can_tell(node: Node) -> bool:
    """Whether folded cases hold all that the filter asks for."""
    return all(test.column in _COLUMNS and _is_held(test) for test in tests_of(node))


def asks_for(column: str, node: Node) -> bool:
    return any(test.column == column for test in tests_of(node))


def days_apart(node: Node, days: Days) -> tuple[Node | None, Days]:
    """Return the days, narrowed by the bounds that hold for the whole filter, and what is left."""
    parts = node.parts if isinstance(node, Every) else (node,)
    left = []
    for part in parts:
        bounds = _bounds(part)
        if bounds is None:
            left.append(part)
        else:
            days = days.narrowed(*bounds)
    if not left:
        return None, days
    return left[0] if len(left) == 1 else Every(tuple(left)), days


def _bounds(node: Node) -> tuple[date | None, date | None] | None:
    """Return the first and the last day that a comparison lets through; None where it is none."""
    if not isinstance(node, Test) or node.column != "reported_at" or node.op not in _BOUNDS:
        return None
    (day,) = node.values
    return _BOUNDS[node.op](day) if isinstance(day, date) else None


def on_cases(node: Node) -> Q:
    """Return the filter as a condition on `PyramidCase`, and on `PyramidGroup` but for days."""
    return condition(node, _COLUMNS)


def dimensions_of(node: Node) -> list[OneOf] | None:
    """Return the filter as conditions on one dimension each; None where it is not so simple."""
    tests = node.parts if isinstance(node, Every) else (node,)
    found = [_one_of(test) for test in tests]
    return None if None in found else [one for one in found if one is not None]


def _one_of(node: Node) -> OneOf | None:
    if not isinstance(node, Test) or node.column not in _DIMENSIONS or node.op == "null":
        return None
    dimension = _DIMENSIONS[node.column]
    if dimension is Dimension.ORGANIZATION and node.op != "eq":
        return None  # a case may be of two that are named, and would count twice
    return OneOf(dimension, _numbers(node))


def _numbers(test: Test) -> object:
    match test.column:
        case "class":
            return classes_where(on_path("code", test) | on_path("parent__code", test))
        case "state":
            return numbered("state", [state for state in State if passes(test, state)])
        case "state_group":
            return numbered("state", map(str, states_in(test)))
        case "organization":
            return numbered("organization", map(str, organizations_in(test)))
    return numbers_where(test.column, on_path("value", test))


def _leaf(test: Test) -> Q:
    dimension = _DIMENSIONS[test.column]
    if test.op == "null":
        is_of_none = dimension is Dimension.ORGANIZATION
        return Q(organization=0, unit=0) if is_of_none else Q(pk__in=[])
    return OneOf(dimension, _numbers(test)).on_case()


def _day(test: Test) -> Q:
    if test.op == "null":
        return Q(pk__in=[])
    op = "eq" if test.op == "in" else test.op
    days = [number_of(day) for day in test.values if isinstance(day, date)]
    return reduce(or_, (on_path("day", Test("day", op, (day,))) for day in days))


def _is_held(test: Test) -> bool:
    if test.column == "state":
        return test.op in ("eq", "in", "startswith", "endswith", "contains", "null")
    if test.column != "reported_at":
        return True
    days = [v for v in test.values if isinstance(v, date) and not isinstance(v, datetime)]
    return len(days) == len(test.values) and all(abs(number_of(d)) < FURTHEST for d in days)


_DIMENSIONS: Final = {
    "class": Dimension.CLASS,
    "state": Dimension.STATE,
    "state_group": Dimension.STATE,
    "district": Dimension.DISTRICT,
    "street": Dimension.STREET,
    "source": Dimension.SOURCE,
    "organization": Dimension.ORGANIZATION,
}
_COLUMNS: Final[Mapping[str, Leaf]] = {**dict.fromkeys(_DIMENSIONS, _leaf), "reported_at": _day}
_DAY: Final = timedelta(days=1)
_BOUNDS: Final[Mapping[str, Callable[[date], tuple[date | None, date | None]]]] = {
    "eq": lambda day: (day, day),
    "gte": lambda day: (day, None),
    "gt": lambda day: (day + _DAY, None),
    "lte": lambda day: (None, day),
    "lt": lambda day: (None, day - _DAY),
}
