"""What a list and a tile of cases can be narrowed by: one table, so that both mean the same."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import F

from cases.expressions import matching
from cases.models.case import CaseQuerySet
from cases.models.choices import Source
from cases.states import State, StateGroup
from gis_core.db.functions import AtTimeZone
from gis_core.errors import BadParameter

CaseFilter = Callable[[CaseQuerySet, str], CaseQuerySet]
E = TypeVar("E", bound=Enum)

_CODE: Final = re.compile(r"[^\x00-\x1f\x7f]{1,60}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_OFFSET_DECODED_AS_SPACE: Final = re.compile(r" (\d{2}:?\d{2})$")


def of_class(rows: CaseQuerySet, value: str) -> CaseQuerySet:
    return rows.of_class(_code("class", value))


def in_state(rows: CaseQuerySet, value: str) -> CaseQuerySet:
    return rows.in_state(_member("state", value, State))


def in_group(rows: CaseQuerySet, value: str) -> CaseQuerySet:
    return rows.in_group(_member("state_group", value, StateGroup))


def in_district(rows: CaseQuerySet, value: str) -> CaseQuerySet:
    return rows.in_district(_code("district", value))


def in_street(rows: CaseQuerySet, value: str) -> CaseQuerySet:
    return rows.in_street(_code("street", value))


def from_source(rows: CaseQuerySet, value: str) -> CaseQuerySet:
    return rows.filter(source=_member("source", value, Source))


def of_organization(rows: CaseQuerySet, value: str) -> CaseQuerySet:
    """The organisation answers for the case or, as a unit, handles it."""
    try:
        return rows.handled_by({UUID(value)})
    except ValueError:
        raise BadParameter(name="organization", reason="UUID") from None


def reported_from(rows: CaseQuerySet, value: str) -> CaseQuerySet:
    """At or after an instant, or from the first moment of a day in the city's own zone."""
    return rows.reported_between(_bound("from", value, next_day=False), None)


def reported_to(rows: CaseQuerySet, value: str) -> CaseQuerySet:
    """Before an instant, or up to the last moment of a day in the city's own zone."""
    return rows.reported_between(None, _bound("to", value, next_day=True))


CASE_FILTERS: Final[Mapping[str, CaseFilter]] = {
    "class": of_class,
    "state": in_state,
    "state_group": in_group,
    "district": in_district,
    "street": in_street,
    "source": from_source,
    "organization": of_organization,
    "from": reported_from,
    "to": reported_to,
    "filter": matching,
}
"""Parameter -> what it does to the rows; each raises BadParameter on a value it cannot read."""


def filtered(rows: Any, said: Mapping[str, str]) -> Any:
    """Return the rows of cases, or of what is kept of them, that every filter lets through.

    Raises BadParameter.
    """
    for name, narrow in CASE_FILTERS.items():
        if said.get(name):
            rows = narrow(rows, said[name])
    return rows


def _code(name: str, value: str) -> str:
    if not _CODE.fullmatch(value):
        raise BadParameter(name=name, reason="1-60 characters")
    return value


def _member(name: str, value: str, choices: type[E]) -> E:
    try:
        return choices(value)
    except ValueError:
        raise BadParameter(name=name, reason=", ".join(str(c.value) for c in choices)) from None


def _bound(name: str, value: str, *, next_day: bool) -> datetime | AtTimeZone:
    """Read a day or an instant; `next_day` turns a day into the beginning of the one after."""
    try:
        if _DAY.fullmatch(value):
            day = date.fromisoformat(value) + timedelta(days=int(next_day))
            return AtTimeZone(datetime(day.year, day.month, day.day), F("city__time_zone"))  # noqa: DTZ001
        # A "+" that nobody escaped arrives as a space.
        instant = datetime.fromisoformat(_OFFSET_DECODED_AS_SPACE.sub(r"+\1", value))
    except (ValueError, OverflowError):
        raise BadParameter(name=name, reason="ISO 8601") from None
    if instant.tzinfo is None:
        raise BadParameter(name=name, reason="ISO 8601 with an offset, or a day: 2024-05-01")
    return instant
