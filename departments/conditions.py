"""What a routing rule asks of a case: a frozen condition, whether it holds, and what it says. Pure.

Every field that is set must hold; within a field any value does. The four lists of places belong
together: a case lies in any of them. `condition_form` writes it as JSON, `condition_words` in
words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Any, Final

NEAR_AT_MOST_M: Final = 1_000
"""Farther off, a market says nothing about whose a case is."""


Value = tuple[str, Any]
"""A field of a condition and one of its values, such as ("streets", "430302001")."""

Above = Mapping[Value, Collection[Value]]
"""What a value lies in: a minor class in its major one, a street in its district."""


class DayKind(StrEnum):
    """DayKind as the city's calendar has them: made-up working days count as worked."""

    WORKING = "working"
    REST = "rest"


class Hours(StrEnum):
    """Moments as the city's calendar has them; nights, weekends and holidays are off."""

    WORKING = "working"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What rules may look at. Codes are empty where the place is not known.

    Attributes:
        class_above: codes of the classes above this one.
        areas: codes of the drawn areas that hold the point.
        at: the city's own clock when it was reported; `working_day`, `working_hour` as its
            calendar has them; None = not asked.
        near: metres to the nearest facility of each kind that some rule asks for.
    """

    class_code: str
    class_above: tuple[str, ...] = ()
    class_name: str = ""
    district_code: str = ""
    district_name: str = ""
    street_code: str = ""
    street_name: str = ""
    cell_code: str = ""
    placed: bool | None = None
    areas: frozenset[str] = frozenset()
    owner_code: str = ""
    source: str = ""
    urgency: str = ""
    road: str = ""
    at: time | None = None
    month: int = 0
    working_day: bool | None = None
    working_hour: bool | None = None
    near: Mapping[str, float] | None = None

    @property
    def is_placed(self) -> bool:
        return bool(self.street_code) if self.placed is None else self.placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """See the module. Empty holds for every case."""

    classes: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    placed: bool | None = None
    owners: tuple[str, ...] = ()
    from_time: time | None = None
    to_time: time | None = None
    days: DayKind | None = None
    hours: Hours | None = None
    months: tuple[int, ...] = ()
    urgencies: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    roads: tuple[str, ...] = ()
    near_kind: str = ""
    near_m: int | None = None

    def holds(self, facts: Facts, *, but: frozenset[str] = frozenset()) -> bool:
        """Whether everything holds, leaving aside the parts that `but` names."""
        return all(test(self, facts) for part, test in PARTS.items() if part not in but)

    @property
    def parts(self) -> frozenset[str]:
        """The parts that ask something."""
        return frozenset(part for part, names in PART_FIELDS.items() if self._asks(*names))

    def _asks(self, *names: str) -> bool:
        # False is an answer: `placed=False` asks for cases without a place.
        return any(getattr(self, name) not in ((), None, "") for name in names)

    def covers(self, other: Condition, above: Above) -> bool:
        """Whether this holds wherever `other` does: then `other` is never reached behind it.

        As far as the fields alone can tell: of a drawn area it is not known what it lies in.
        """
        return all(_covers(_values(self, p), _values(other, p), p, above) for p in self.parts)


PLACES: Final = ("districts", "streets", "cells", "areas")
LISTS: Final = frozenset({"classes", *PLACES, "owners", "months", "urgencies", "sources", "roads"})
PART_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "class": ("classes",),
    "place": PLACES,
    "placed": ("placed",),
    "owner": ("owners",),
    "time": ("from_time", "to_time"),
    "days": ("days",),
    "hours": ("hours",),
    "months": ("months",),
    "urgency": ("urgencies",),
    "source": ("sources",),
    "road": ("roads",),
    "near": ("near_kind", "near_m"),
}


def _of_class(rule: Condition, facts: Facts) -> bool:
    wanted = rule.classes
    return not wanted or facts.class_code in wanted or any(c in wanted for c in facts.class_above)


def _in_place(rule: Condition, facts: Facts) -> bool:
    if not (rule.districts or rule.streets or rule.cells or rule.areas):
        return True
    return (
        facts.district_code in rule.districts
        or facts.street_code in rule.streets
        or facts.cell_code in rule.cells
        or any(area in facts.areas for area in rule.areas)
    )


def _at_time(rule: Condition, facts: Facts) -> bool:
    if rule.from_time is None or rule.to_time is None:
        return True
    if facts.at is None:
        return False
    if rule.from_time < rule.to_time:
        return rule.from_time <= facts.at < rule.to_time
    return facts.at >= rule.from_time or facts.at < rule.to_time


def _is_near(rule: Condition, facts: Facts) -> bool:
    if not rule.near_kind:
        return True
    return (facts.near or {}).get(rule.near_kind, float("inf")) <= (rule.near_m or 0)


PARTS: Final[Mapping[str, Callable[[Condition, Facts], bool]]] = {
    "class": _of_class,
    "place": _in_place,
    "placed": lambda rule, facts: rule.placed in (None, facts.is_placed),
    "owner": lambda rule, facts: not rule.owners or facts.owner_code in rule.owners,
    "time": _at_time,
    "days": lambda rule, facts: (
        rule.days is None or facts.working_day is (rule.days is DayKind.WORKING)
    ),
    "hours": lambda rule, facts: (
        rule.hours is None or facts.working_hour is (rule.hours is Hours.WORKING)
    ),
    "months": lambda rule, facts: not rule.months or facts.month in rule.months,
    "urgency": lambda rule, facts: not rule.urgencies or facts.urgency in rule.urgencies,
    "source": lambda rule, facts: not rule.sources or facts.source in rule.sources,
    "road": lambda rule, facts: not rule.roads or facts.road in rule.roads,
    "near": _is_near,
}
"""What each part of a condition asks, cheapest and most telling first."""


def _covers(mine: set[Value], theirs: set[Value], part: str, above: Above) -> bool:
    if part == "time":
        return mine == theirs
    if part == "near":
        return _same_kind(mine, theirs) and _metres(theirs) <= _metres(mine)
    return bool(theirs) and all(mine & {value, *above.get(value, ())} for value in theirs)


def _same_kind(mine: set[Value], theirs: set[Value]) -> bool:
    return {v for v in mine if v[0] == "near_kind"} == {v for v in theirs if v[0] == "near_kind"}


def _metres(values: set[Value]) -> int:
    return max((int(v) for name, v in values if name == "near_m"), default=0)


def _values(rule: Condition, part: str) -> set[Value]:
    """The values of a part, each with its field, so that a street is no district."""
    said: set[Value] = set()
    for name in PART_FIELDS[part]:
        value: Any = getattr(rule, name)
        said |= {(name, one) for one in (value if name in LISTS else (value,))}
    return {(name, v) for name, v in said if v not in (None, "")}
