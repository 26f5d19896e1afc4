"""Whom each generated case went to: the first suggestion of the city's own routing rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from demo.ground import Ground, Indices
from departments.conditions import Facts
from departments.routing import rules_of
from departments.rules import Rule, first_rule
from grids.models import City

MAJOR_DIGITS: Final = 2
"""A minor class of the national dictionary begins with its major class."""


@dataclass(frozen=True, slots=True)
class RouteTable:
    """`organization` and `unit` are (classes, streets): indices into `ids`, -1 = none."""

    ids: list[bytes]
    organization: Indices
    unit: Indices
    street_of_cell: Indices

    def of(self, case_class: Indices, cell: Indices) -> tuple[Indices, Indices]:
        """Return the organisation and the unit of each case."""
        street = self.street_of_cell[cell]
        return self.organization[case_class, street], self.unit[case_class, street]


def route_table(city: City, ground: Ground, codes: list[str], at: datetime) -> RouteTable:
    """Ask the rules in force at `at` once for each class (by code) in each street."""
    rules = rules_of(city, at)
    places = sorted(set(zip(ground.streets, ground.districts, strict=True)))
    ids: dict[bytes, int] = {}
    answers = [
        [_answer(rules, class_code, street, district, ids) for street, district in places]
        for class_code in codes
    ]
    table = np.array(answers, dtype=np.intp)
    position = {street: i for i, (street, _) in enumerate(places)}
    return RouteTable(
        ids=list(ids),
        organization=table[:, :, 0],
        unit=table[:, :, 1],
        street_of_cell=np.array([position[street] for street in ground.streets], dtype=np.intp),
    )


def _answer(
    rules: list[Rule], class_code: str, street: str, district: str, ids: dict[bytes, int]
) -> tuple[int, int]:
    facts = Facts(
        class_code=class_code,
        class_above=(class_code[:MAJOR_DIGITS],),
        district_code=district,
        street_code=street,
    )
    first = first_rule(facts, rules)
    if first is None:
        raise ValueError(f"no rule of the demo city fits {class_code} in {street}")
    organization = ids.setdefault(first.organization.id.bytes, len(ids))
    unit = ids.setdefault(first.unit.id.bytes, len(ids)) if first.unit else -1
    return organization, unit
