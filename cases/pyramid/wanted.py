"""What the filters ask of folded cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from cases.pyramid.days import Days
from cases.pyramid.expressions import (
    asks_for,
    can_tell,
    days_apart,
    dimensions_of,
    on_cases,
)
from cases.pyramid.numbers import CONDITIONS, Dimension, OneOf
from gis_core.cql2 import parse
from gis_core.cql2_nodes import Node


@dataclass(frozen=True)
class Wanted:
    """What the filters ask for: each of the conditions, within days, and whatever else there is.

    `besides` may ask for days too, which a group of cases alike cannot tell, and for classes.
    """

    conditions: list[OneOf]
    days: Days
    besides: Q | None = None
    is_of_days: bool = False
    is_of_classes: bool = False

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Wanted:
        """Return what the parameters say; they are held, and their values have been read."""
        node, days = _expression(said), Days.of(said) or Days()
        conditions = [CONDITIONS[name](said[name]) for name in CONDITIONS if said.get(name)]
        left, days = (None, days) if node is None else days_apart(node, days)
        if left is None:
            return cls(conditions, days)
        simple = dimensions_of(left)
        if simple is not None:
            return cls([*conditions, *simple], days)
        return cls(
            conditions,
            days,
            on_cases(left),
            is_of_days=asks_for("reported_at", left),
            is_of_classes=asks_for("class", left),
        )

    @property
    def is_of_any_class(self) -> bool:
        """Whether cases count whatever their class."""
        named = any(condition.dimension is Dimension.CLASS for condition in self.conditions)
        return not named and not self.is_of_classes


def is_held(said: Mapping[str, str]) -> bool:
    """Whether folded cases hold all that is asked for. Raises BadParameter for an expression."""
    node = _expression(said)
    return Days.of(said) is not None and (node is None or can_tell(node))


def _expression(said: Mapping[str, str]) -> Node | None:
    return parse(said["filter"]) if said.get("filter") else None
