"""Cells without a responsible unit: nobody's own area, and no rule that asks for the place alone.

With a class, also rules for that class count. Conditions on time, channel and the like do not:
what nobody answers for at night has no responsible unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import numpy as np
from django.contrib.gis.db.models.functions import PointOnSurface
from django.db.models import Exists, OuterRef

from cases.routing.book import book_of
from cases.routing.places import areas_holding
from departments.conditions import Facts
from departments.models import DISPATCH_TARGETS, Organization
from departments.rules import Rule
from gis_core.db.functions import X, Y
from grids.models import Cell, City
from standards.models import CaseClass

_PLACE_OR_CLASS: Final = frozenset({"place", "class"})


def uncovered_cells(city: City, at: datetime, class_code: str = "") -> list[str]:
    """Return the codes of the cells that nobody answers for, in their order.

    Raises:
        ClassUnknown: there is no such class in the city.
    """
    kind = CaseClass.objects.of(city, at).coded(class_code) if class_code else None
    above = (kind.parent.code,) if kind and kind.parent else ()
    book = book_of(city, at)
    rules = [rule for rule in book.trusted if _says_where(rule)]
    return [
        facts.cell_code
        for facts in _cells(city, at, rules, class_code, above)
        if not any(rule.fits(facts) for rule in rules)
    ]


def _says_where(rule: Rule) -> bool:
    condition = rule.condition
    return not condition.parts - _PLACE_OR_CLASS - {"placed"} and condition.placed is not False


def _cells(
    city: City, at: datetime, rules: list[Rule], class_code: str, above: tuple[str, ...]
) -> Iterator[Facts]:
    """Yield the cells in nobody's own area, each as a case of the class in its middle."""
    own = Organization.objects.filter(
        city=city, kind__in=DISPATCH_TARGETS, ended_at=None, area__intersects=OuterRef("inside")
    )
    rows = list(
        Cell.objects.of(city, at)
        .annotate(inside=PointOnSurface("geom"))
        .filter(~Exists(own))
        .order_by("code")
        .values_list("code", "street__code", "street__district__code", X("inside"), Y("inside"))
    )
    lon = np.array([row[3] for row in rows], dtype=float)
    lat = np.array([row[4] for row in rows], dtype=float)
    codes = {code for rule in rules for code in rule.condition.areas}
    for (cell, street, district, *_), areas in zip(
        rows, areas_holding(city, codes, lon, lat), strict=True
    ):
        yield Facts(
            class_code=class_code,
            class_above=above,
            cell_code=cell,
            street_code=street,
            district_code=district,
            placed=True,
            areas=areas,
        )
