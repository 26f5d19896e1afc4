"""The columns of a case that `filter=` (CQL2) may name, and what a test on each means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q

from cases.states import State, StateGroup
from gis_core.cql2 import Leaf, condition, on_path, parse, text_of
from gis_core.cql2_nodes import Test
from gis_core.db.functions import AtTimeZone
from gis_core.errors import BadParameter


def matching(rows: Any, value: str) -> Any:
    """Return the rows of cases that a filter in CQL2 text lets through. Raises BadParameter."""
    return rows.filter(condition(parse(value), CASE_COLUMNS))


def states_in(test: Test) -> list[State]:
    """Return the states whose group passes the test."""
    return [state for group in StateGroup if passes(test, group.value) for state in group.states]


def passes(test: Test, value: str) -> bool:
    """Whether a text passes, worked out without the database. Raises BadParameter."""
    if not all(isinstance(said, str) for said in test.values):
        raise BadParameter(name="filter", reason=f"{test.column}: '…'")
    said = [str(v) for v in test.values]
    ways: dict[str, Any] = {
        "eq": lambda: value == said[0],
        "in": lambda: value in said,
        "startswith": lambda: value.startswith(said[0]),
        "endswith": lambda: value.endswith(said[0]),
        "contains": lambda: said[0] in value,
        "null": lambda: False,
    }
    if test.op not in ways:
        raise BadParameter(name="filter", reason=f"{test.column}: =, IN, LIKE")
    return bool(ways[test.op]())


def organizations_in(test: Test) -> list[UUID]:
    """Return the organisations that `=` or IN names. Raises BadParameter."""
    try:
        if test.op in ("eq", "in"):
            return [UUID(str(value)) for value in test.values]
    except ValueError:
        pass
    raise BadParameter(name="filter", reason="organization: = 'UUID', IN, IS NULL")


def _organization(test: Test) -> Q:
    """It answers for the case or, as a unit, handles it."""
    if test.op == "null":
        return Q(organization__isnull=True, unit__isnull=True)
    ids = organizations_in(test)
    return Q(organization__in=ids) | Q(unit__in=ids)


def _class(test: Test) -> Q:
    """The minor class, or the major one above it."""
    either = text_of("case_class__code", "case_class__parent__code")
    return Q(pk__in=[]) if test.op == "null" else either(test)


def _reported_at(test: Test) -> Q:
    if test.op == "null":
        return Q(pk__in=[])
    return _any_of(_reported(test.op if test.op != "in" else "eq", v) for v in test.values)


def _reported(op: str, value: object) -> Q:
    """A day is the city's own: later than a day is from the next one on."""
    if op not in ("eq", "lt", "lte", "gt", "gte"):
        raise BadParameter(name="filter", reason="reported_at: =, <, <=, >, >=, IN, BETWEEN")
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise BadParameter(name="filter", reason="TIMESTAMP('2024-05-01T00:00:00Z')")
        return on_path("reported_at", Test("reported_at", op, (value,)))
    if not isinstance(value, date):
        raise BadParameter(name="filter", reason="DATE('2024-05-01'), TIMESTAMP('…Z')")
    begins, ends = _midnight(value), _midnight(value + timedelta(days=1))
    return {
        "eq": Q(reported_at__gte=begins, reported_at__lt=ends),
        "lt": Q(reported_at__lt=begins),
        "lte": Q(reported_at__lt=ends),
        "gt": Q(reported_at__gte=ends),
        "gte": Q(reported_at__gte=begins),
    }[op]


def _midnight(day: date) -> AtTimeZone:
    return AtTimeZone(datetime(day.year, day.month, day.day), F("city__time_zone"))  # noqa: DTZ001


def _any_of(found: Iterable[Q]) -> Q:
    return reduce(or_, found)


CASE_COLUMNS: Final[Mapping[str, Leaf]] = {
    "class": _class,
    "state": text_of("state"),
    "state_group": lambda test: Q(state__in=states_in(test)),
    "district": text_of("district_code"),
    "street": text_of("street_code"),
    "source": text_of("source"),
    "urgency": text_of("urgency"),
    "organization": _organization,
    "reported_at": _reported_at,
}
"""Column in the filter -> what a test on it means for the rows."""
