"""A condition as the JSON that is stored and sent: read strictly, written without what is empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import time
from typing import Any, Final

from departments.conditions import NEAR_AT_MOST_M, Condition, DayKind, Hours


class ConditionUnreadable(ValueError):
    """The JSON is no condition; the message names the key."""


_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def read(said: Mapping[str, Any]) -> Condition:
    """Return the condition that JSON says. Raises ConditionUnreadable."""
    known = {field.name for field in fields(Condition)}
    if unknown := sorted(set(said) - known):
        raise ConditionUnreadable(unknown[0])
    return Condition(**{name: _value(name, value) for name, value in said.items()})


def _value(name: str, value: Any) -> Any:
    reader: Callable[[Any], Any] = _READ.get(name, _words)
    try:
        return reader(value)
    except (TypeError, ValueError):
        raise ConditionUnreadable(name) from None


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError
    words = [str(word).strip() for word in value]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if not all(words):
        raise ValueError
    return tuple(dict.fromkeys(words))


def _clock(value: Any) -> time | None:
    if value in (None, ""):
        return None
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError
    return time.fromisoformat(value)


def _yes_or_no(value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError
    return value


def _months(value: Any) -> tuple[int, ...]:
    months = sorted({int(month) for month in value})
    if not all(1 <= month <= 12 for month in months):
        raise ValueError
    return tuple(months)


def _metres(value: Any) -> int | None:
    if value is None:
        return None
    if not 0 < int(value) <= NEAR_AT_MOST_M:
        raise ValueError
    return int(value)


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "placed": _yes_or_no,
    "from_time": _clock,
    "to_time": _clock,
    "days": lambda value: DayKind(value) if value else None,
    "hours": lambda value: Hours(value) if value else None,
    "months": _months,
    "near_kind": lambda value: str(value or ""),
    "near_m": _metres,
}


def plain(condition: Condition) -> dict[str, Any]:
    """Return the JSON that `read` takes; what is not asked is left out."""
    said: dict[str, Any] = {}
    for field in fields(condition):
        value = getattr(condition, field.name)
        if value in ((), None, ""):
            continue
        said[field.name] = _plain(value)
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value if isinstance(value, bool | int) else str(value)
