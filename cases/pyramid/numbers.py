"""What stands for a key or a code in the pyramid: a small number, looked up by the statement.

The statement looks it up each time that it runs, because a fold may have met the code since the
statement was composed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from cases.models.pyramid import PyramidCode
from cases.states import StateGroup
from standards.models import CaseClass


class Dimension(IntEnum):
    """What squares are counted by; the numbers are those of cases/sql/pyramid.sql."""

    ALL = 0
    CLASS = 1
    STATE = 2
    DISTRICT = 3
    STREET = 4
    SOURCE = 5
    ORGANIZATION = 6


ANY_CLASS: Final = 0
"""The class of groups that hold cases of every class; numbers of classes begin at 1."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A condition: the dimension has one of the values whose numbers the query finds."""

    dimension: Dimension
    numbers: Any

    def on_case(self) -> Q:
        """Return the condition on a `PyramidCase`."""
        if self.dimension is Dimension.ORGANIZATION:
            return self.on("organization") | self.on("unit")
        return self.on(_COLUMN[self.dimension])

    def on(self, column: str) -> Q:
        is_list = isinstance(self.numbers, ArraySubquery)
        return Q(**{f"{column}__any_of" if is_list else column: self.numbers})


_COLUMN: Final = {
    Dimension.CLASS: "class_number",
    Dimension.STATE: "state",
    Dimension.DISTRICT: "district",
    Dimension.STREET: "street",
    Dimension.SOURCE: "source",
}


def numbered(kind: str, values: Iterable[str] | QuerySet[Any, Any]) -> ArraySubquery:
    """Return the subquery of the numbers of these values; codes that are not there have none."""
    known = values if isinstance(values, QuerySet) else sorted(values)
    return ArraySubquery(PyramidCode.objects.filter(kind=kind, value__in=known).values("number"))


def numbers_where(kind: str, condition: Q) -> ArraySubquery:
    """Return the subquery of the numbers of the values that pass."""
    return ArraySubquery(PyramidCode.objects.filter(condition, kind=kind).values("number"))


def classes_where(condition: Q) -> ArraySubquery:
    keys = CaseClass.objects.filter(condition).annotate(text=Cast("pk", CharField()))
    return numbered("class", keys.values("text"))


def number_of(kind: str, value: str) -> Subquery:
    """Return the subquery of one number: compared at a third of what a list of one costs."""
    return Subquery(PyramidCode.objects.filter(kind=kind, value=value).values("number"))


def organizations(ids: Iterable[UUID]) -> ArraySubquery:
    return numbered("organization", map(str, ids))


def number_of_city(city_id: UUID) -> Subquery:
    return number_of("city", str(city_id))


CONDITIONS: Final[Mapping[str, Callable[[str], OneOf]]] = {
    "class": lambda value: OneOf(
        Dimension.CLASS, classes_where(Q(code=value) | Q(parent__code=value))
    ),
    "state": lambda value: OneOf(Dimension.STATE, number_of("state", value)),
    "state_group": lambda value: OneOf(
        Dimension.STATE, numbered("state", map(str, StateGroup(value).states))
    ),
    "district": lambda value: OneOf(Dimension.DISTRICT, number_of("district", value)),
    "street": lambda value: OneOf(Dimension.STREET, number_of("street", value)),
    "source": lambda value: OneOf(Dimension.SOURCE, number_of("source", value)),
    "organization": lambda value: OneOf(
        Dimension.ORGANIZATION, number_of("organization", str(UUID(value)))
    ),
}
"""Parameter -> its condition; the value has been read before, so it can be read."""
