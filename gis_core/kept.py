"""Rows that a process keeps because they seldom change, and how it learns that one has.

Each state of a row has a place and a transaction of its own. Whoever relies on a kept row asks for
the two in the very statement that needs it, so what was kept is never older than what it is used
with; only a change costs a query of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gis_core.db.planned import planned_once

ROW_STATE: Final = "xmin::text || ' ' || ctid::text"
"""What no two states of a row have in common, as SQL."""


class Outdated(Exception):
    """Something kept is not as the database has it now, and was forgotten."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a kept row was like: a scalar SELECT, its parameters, and what it gave then."""

    sql: str
    params: tuple[Any, ...]
    value: Any
    forget: Callable[[], Any]


def stamp_columns(stamps: Sequence[Stamp]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield what to put into a SELECT so that `check` can be given what it gave."""
    for stamp in stamps:
        yield f"({stamp.sql})", stamp.params


def check(stamps: Sequence[Stamp], values: Iterable[Any]) -> None:
    """Forget all of them and raise Outdated where one has another value."""
    if any(stamp.value != value for stamp, value in zip(stamps, values, strict=True)):
        for stamp in stamps:
            stamp.forget()
        raise Outdated


def check_now(stamps: Sequence[Stamp]) -> None:
    """Ask for them in a statement of its own. Raises Outdated."""
    if not stamps:
        return
    columns, params = zip(*stamp_columns(stamps), strict=True)
    with planned_once() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", [p for some in params for p in some])
        check(stamps, cursor.fetchone())
