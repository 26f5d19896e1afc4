"""The clocks of all open cases of a city by COPY: read as columns, written where they differ.

Nothing here writes a state. A row that somebody else changed in between is left alone: whoever
changes a clock counts it by the calendar of that moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from cases.states import ENDED
from grids.models import City
from standards.clocks import Unit
from standards.reckoner import NEVER, Micros

Records = NDArray[np.void]

UNITS: Final = (Unit.URGENT_HOUR, Unit.URGENT_DAY, Unit.WORKING_HOUR, Unit.WORKING_DAY)
"""A unit's place here is its number in `CLOCKS`."""

CLOCKS: Final = {
    "id": ("k.id", "V16"),
    "case_id": ("k.case_id", "V16"),
    "started": ("k.started_at", ">i8"),
    "stopped": ("coalesce(k.stopped_at, 'infinity')", ">i8"),
    "fixed_due": ("coalesce(k.fixed_due_at, 'infinity')", ">i8"),
    "fixed_at": ("coalesce(k.fixed_at, 'infinity')", ">i8"),
    "amount": ("coalesce((k.limit_amount * 100)::int4, 0)", ">i4"),
    "unit": (
        "CASE k.limit_unit WHEN 'urgent_hour' THEN 0 WHEN 'urgent_day' THEN 1"
        " WHEN 'working_hour' THEN 2 WHEN 'working_day' THEN 3 ELSE 0 END",
        ">i4",
    ),
    "hours": ("coalesce(array_position(%(hours)s::uuid[], k.hours_id), 0)", ">i4"),
    "of_case": ("k.kind = 'case' AND k.stopped_at IS NULL", "?"),
    "of_department": ("k.kind = 'handle' AND NOT k.annulled", "?"),
    "rested": ("k.case_id IN (SELECT case_id FROM cases_casepause)", "?"),
    "department_overdue": ("coalesce(c.department_overdue_at, 'infinity')", ">i8"),
    "due": ("coalesce(k.due_at, 'infinity')", ">i8"),
    "amber": ("coalesce(k.amber_at, 'infinity')", ">i8"),
    "overdue": ("coalesce(k.overdue_at, 'infinity')", ">i8"),
    "counted": ("coalesce(k.counted_s, -1)", ">f8"),
}
"""Column -> its SQL and its type as PostgreSQL's binary COPY writes it."""

PAUSES: Final = {
    "clock_id": ("k.id", "V16"),
    "start": ("p.started_at", ">i8"),
    "end": ("coalesce(p.ended_at, 'infinity')", ">i8"),
}

_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER: Final = b"\xff\xff"
_PG_EPOCH: Final = 946_684_800_000_000
"""Microseconds from 1970 to 2000, where PostgreSQL's own count begins."""


def read_clocks(cursor: CursorWrapper, city: City, hours: Iterable[UUID]) -> Records:
    """Return the columns of `CLOCKS` of every clock of every open case."""
    said = {"hours": list(hours)}
    tables = "cases_caseclock k JOIN cases_case c ON c.id = k.case_id"
    return _read(cursor, city, CLOCKS, tables, said)


def read_pauses(cursor: CursorWrapper, city: City) -> Records:
    """Return the columns of `PAUSES`: each pause once for each clock that it stops, by start."""
    tables = """cases_casepause p
        JOIN cases_caseclock k ON k.case_id = p.case_id AND coalesce(p.clock_id, k.id) = k.id
        JOIN cases_case c ON c.id = k.case_id"""
    found = _read(cursor, city, PAUSES, tables, {})
    return found[np.argsort(found["start"], kind="stable")]


def _read(
    cursor: CursorWrapper,
    city: City,
    columns: dict[str, tuple[str, str]],
    tables: str,
    said: dict[str, Any],
) -> Records:
    listed = ", ".join(sql for sql, _ in columns.values())
    statement = f"""
        COPY (
            SELECT {listed} FROM {tables}
            WHERE c.city_id = %(city)s AND c.state <> ALL(%(ended)s)
        ) TO STDOUT (FORMAT BINARY)
    """  # noqa: S608 - the columns and tables of this module
    raw: Any = cursor.cursor
    said = {**said, "city": city.pk, "ended": sorted(str(state) for state in ENDED)}
    with raw.copy(statement, said) as copy:
        body = b"".join(copy)
    return np.frombuffer(body[len(_HEADER) : -len(_TRAILER)], dtype=_record(columns))


def _record(columns: dict[str, tuple[str, str]]) -> np.dtype[np.void]:
    """A row of binary COPY without NULLs: a count of fields, then length and value of each."""
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name, (_, kind) in columns.items():
        fields += [(f"{name}_length", ">i4"), (name, kind)]
    return np.dtype(fields)


def moments(column: NDArray[Any]) -> Micros:
    """Return PostgreSQL's moments as microseconds since 1970, NEVER for 'infinity'."""
    own = column.astype(np.int64)
    return np.where(own == NEVER, NEVER, own + _PG_EPOCH)


def as_stored(at: Micros) -> Micros:
    """Return moments as PostgreSQL counts them."""
    return np.where(at == NEVER, NEVER, at - _PG_EPOCH)


NEW_CASES: Final = {
    "case_id": ("uuid", "V16"),
    "was_due": ("timestamptz", ">i8"),
    "due": ("timestamptz", ">i8"),
    "amber": ("timestamptz", ">i8"),
    "overdue": ("timestamptz", ">i8"),
    "department_overdue": ("timestamptz", ">i8"),
}
NEW_CLOCKS: Final = {
    "id": ("uuid", "V16"),
    "was_due": ("timestamptz", ">i8"),
    "was_stopped": ("timestamptz", ">i8"),
    "due": ("timestamptz", ">i8"),
    "amber": ("timestamptz", ">i8"),
    "overdue": ("timestamptz", ">i8"),
    "counted": ("float8", ">f8"),
}


def write_cases(cursor: CursorWrapper, columns: dict[str, NDArray[Any]]) -> int:
    """Write what follows for cases."""
    if not len(columns["case_id"]):
        return 0
    _fill(cursor, "new_case_due", NEW_CASES, columns)
    cursor.execute(
        """
        UPDATE cases_case c SET
            due_at = nullif(n.due, 'infinity'), amber_at = nullif(n.amber, 'infinity'),
            overdue_at = nullif(n.overdue, 'infinity'),
            department_overdue_at = nullif(n.department_overdue, 'infinity')
        FROM new_case_due n
        WHERE c.id = n.case_id AND coalesce(c.due_at, 'infinity') = n.was_due
            AND c.state <> ALL(%(ended)s)
        """,
        {"ended": sorted(str(state) for state in ENDED)},
    )
    return int(cursor.rowcount)


def write_clocks(cursor: CursorWrapper, columns: dict[str, NDArray[Any]]) -> int:
    """Write what follows for clocks."""
    if not len(columns["id"]):
        return 0
    _fill(cursor, "new_clock_due", NEW_CLOCKS, columns)
    cursor.execute(
        """
        UPDATE cases_caseclock k SET
            due_at = nullif(n.due, 'infinity'), amber_at = nullif(n.amber, 'infinity'),
            overdue_at = nullif(n.overdue, 'infinity'), counted_s = nullif(n.counted, -1)
        FROM new_clock_due n
        WHERE k.id = n.id AND coalesce(k.due_at, 'infinity') = n.was_due
            AND coalesce(k.stopped_at, 'infinity') = n.was_stopped
        """
    )
    return int(cursor.rowcount)


def _fill(
    cursor: CursorWrapper,
    table: str,
    columns: dict[str, tuple[str, str]],
    values: dict[str, NDArray[Any]],
) -> None:
    """Make a temporary table and fill it by binary COPY."""
    kinds = {name: ("", kind) for name, (_, kind) in columns.items()}
    rows = np.zeros(len(next(iter(values.values()))), dtype=_record(kinds))
    rows["fields"] = len(columns)
    for name, (_, kind) in columns.items():
        rows[f"{name}_length"] = np.dtype(kind).itemsize
        rows[name] = values[name]
    listed = ", ".join(f"{name} {sql}" for name, (sql, _) in columns.items())
    cursor.execute(f"DROP TABLE IF EXISTS {table}; CREATE TEMP TABLE {table} ({listed})")
    raw: Any = cursor.cursor
    with raw.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(_HEADER)
        copy.write(rows.tobytes())
        copy.write(_TRAILER)
    cursor.execute(f"ANALYZE {table}")
