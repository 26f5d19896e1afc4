"""Rows that a process keeps because they seldom change, and how it learns that one has.

Each state of a row has a place and a transaction of its own. Whoever relies on a kept row asks for
the two in the very statement that needs it, so what was kept is never older than what it is used
with; only a change costs a query of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from gis_core.db.planned import planned_once

ROW_STATE: Final = "xmin::text || ' ' || ctid::text"
"""What no two states of a row have in common, as SQL."""


class Outdated(Exception):
    """Something kept is not as the database has it now, and was forgotten."""


K = TypeVar("K")
V = TypeVar("V")

Column = tuple[str, tuple[Any, ...]]
"""A scalar SELECT and its parameters."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a kept row was like: a scalar SELECT, its parameters, and what it gave then."""

    sql: str
    params: tuple[Any, ...]
    value: Any
    forget: Callable[[], Any]


def stamped(asked: Sequence[Column], forget: Callable[[], Any]) -> tuple[Stamp, ...]:
    """Return the stamps as they are now; what they are of must be read after them."""
    values = _read(asked)
    return tuple(Stamp(*one, value, forget) for one, value in zip(asked, values, strict=True))


def remember(kept: dict[K, V], key: K, value: V, *, at_most: int = 4096) -> V:
    """Keep a value, in the place of the oldest ones where there are too many; returns it."""
    while len(kept) >= at_most:
        kept.pop(next(iter(kept)), None)
    kept[key] = value
    return value


def stamp_columns(stamps: Iterable[Stamp]) -> list[Column]:
    """Return what to put into a SELECT so that `check` can be given what it gave."""
    return [(stamp.sql, stamp.params) for stamp in stamps]


def check(stamps: Sequence[Stamp], values: Iterable[Any]) -> None:
    """Forget all of them and raise Outdated where one has another value."""
    if any(stamp.value != value for stamp, value in zip(stamps, values, strict=True)):
        for stamp in stamps:
            stamp.forget()
        raise Outdated


def check_now(stamps: Sequence[Stamp]) -> None:
    """Ask for them in a statement of its own. Raises Outdated."""
    if stamps:
        check(stamps, _read(stamp_columns(stamps)))


def _read(asked: Sequence[Column]) -> tuple[Any, ...]:
    """Return what these give now, in one snapshot."""
    columns = ", ".join(f"({sql})" for sql, _ in asked)
    with planned_once() as cursor:
        cursor.execute(f"SELECT {columns}", [p for _, params in asked for p in params])
        values: tuple[Any, ...] = cursor.fetchone()
    return values
