"""What a city knows at a moment, as far as its rules name it: asked in one statement a kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from departments.condition_words import Names
from departments.conditions import Value
from departments.models import DISPATCH_TARGETS, Organization, RoutingArea
from departments.rule_checks import Known, named_values
from departments.rules import Rule
from grids.models import Cell, City, District, Street
from standards.models import CaseClass, StandardRow

Entry = tuple[Value, tuple[str, str], tuple[Value, ...]]
"""A value, what it is called, and what it lies in."""


def known_of(city: City, at: datetime, rules: Collection[Rule], words: Names) -> Known:
    """Return what the rules of a city are checked against and named by.

    Args:
        words: the words that this room does not know: sources, urgencies, kinds of facilities.
    """
    wanted = named_values(rules)
    entries = list(_entries(city, at, wanted))
    organizations = list(
        Organization.objects.filter(city=city).values(
            "id", "code", "name", "name_en", "kind", "ended_at", "parent_id"
        )
    )
    living = [o for o in organizations if o["ended_at"] is None or o["ended_at"] > at]
    owners = {("owners", o["code"]): (o["name"], o["name_en"]) for o in living}
    rows = {rule.standard_row for rule in rules if rule.standard_row}
    in_force = StandardRow.objects.of(city, at).filter(pk__in=rows) if rows else ()
    return Known(
        names={**words, **owners, **{value: name for value, name, _ in entries}},
        above={value: above for value, _, above in entries},
        targets=frozenset(o["id"] for o in living if o["kind"] in DISPATCH_TARGETS),
        above_organization=_lines(living),
        codes=frozenset(o["code"] for o in living),
        rows=frozenset(row.pk for row in in_force),
    )


def _lines(organizations: Iterable[Mapping[str, Any]]) -> dict[UUID, frozenset[UUID]]:
    """Return of each organisation the ones that it lies below, and itself."""
    parents = {o["id"]: o["parent_id"] for o in organizations}

    def line(one: UUID | None) -> Iterator[UUID]:
        while one is not None and one in parents:
            yield one
            one = parents[one]

    return {one: frozenset(line(one)) for one in parents}


def _entries(city: City, at: datetime, wanted: Mapping[str, set[str]]) -> Iterator[Entry]:
    for field, ask in _ASK.items():
        if codes := wanted.get(field):
            yield from ask(city, at, codes)


_NAMED = ("code", "name", "name_en")


def _classes(city: City, at: datetime, codes: set[str]) -> Iterator[Entry]:
    rows = CaseClass.objects.of(city, at).filter(code__in=codes)
    for *row, parent in rows.values_list(*_NAMED, "parent__code"):
        yield ("classes", row[0]), (row[1], row[2]), (("classes", parent),) if parent else ()


def _districts(city: City, at: datetime, codes: set[str]) -> Iterator[Entry]:
    for row in District.objects.of(city, at).filter(code__in=codes).values_list(*_NAMED):
        yield ("districts", row[0]), row[1:], ()


def _streets(city: City, at: datetime, codes: set[str]) -> Iterator[Entry]:
    rows = Street.objects.of(city, at).filter(code__in=codes)
    for *row, district in rows.values_list(*_NAMED, "district__code"):
        yield ("streets", row[0]), (row[1], row[2]), (("districts", district),)


def _cells(city: City, at: datetime, codes: set[str]) -> Iterator[Entry]:
    rows = Cell.objects.of(city, at).filter(code__in=codes)
    for code, street, district in rows.values_list("code", "street__code", _DISTRICT):
        yield ("cells", code), (code, ""), (("streets", street), ("districts", district))


def _areas(city: City, at: datetime, codes: set[str]) -> Iterator[Entry]:
    for row in RoutingArea.objects.of(city).filter(code__in=codes).values_list(*_NAMED):
        yield ("areas", row[0]), row[1:], ()


_DISTRICT = "street__district__code"

_ASK: Final[Mapping[str, Callable[[City, datetime, set[str]], Iterator[Entry]]]] = {
    "classes": _classes,
    "districts": _districts,
    "streets": _streets,
    "cells": _cells,
    "areas": _areas,
}
