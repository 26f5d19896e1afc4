"""The demo's way into the database: binary COPY, then the set-based doors of each room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from cases import bulk
from cases.models import Origin
from demo.binary_copy import HEADER, TRAILER
from grids.models import City


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of `incoming_case` and `incoming_event` that belong together."""

    cases: bytes
    events: bytes
    count: int


def copy_rows(cursor: CursorWrapper, table: str, columns: Iterable[str], rows: bytes) -> None:
    """Fill a table from binary rows (see `demo.binary_copy`)."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    raw: Any = cursor.cursor
    with raw.copy(statement) as copy:
        copy.write(HEADER)
        copy.write(rows)
        copy.write(TRAILER)


def load_parts(parts: Iterable[Part], *, city: City, at: datetime) -> Iterator[int]:
    """Load the parts in the caller's transaction; yield the number of cases after each.

    The next part is drawn while the database takes this one: two cores are busy.
    """
    with connection.cursor() as cursor:
        for part in _drawn_ahead(parts):
            bulk.prepare(cursor)
            copy_rows(cursor, "incoming_case", bulk.CASE_COLUMNS, part.cases)
            copy_rows(cursor, "incoming_event", bulk.EVENT_COLUMNS, part.events)
            result = bulk.load(cursor, city=city, at=at, origin=Origin.GENERATED)
            bulk.discard(cursor)
            if result.loaded != part.count:
                raise PartNotLoaded(result)
            yield result.loaded


class PartNotLoaded(Exception):
    """The generator drew something that the city does not take; a fault of the generator."""


def _drawn_ahead(parts: Iterable[Part]) -> Iterator[Part]:
    source = iter(parts)
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, source, None)
        while (part := coming.result()) is not None:
            coming = pool.submit(next, source, None)
            yield part


def reserve_numbers(up_to: int) -> None:
    """Let the numbers that people get from now on continue after the generated ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval('case_number', greatest(%s, (SELECT last_value FROM case_number)))",
            [up_to],
        )


def check_now() -> None:
    """Check deferred constraints, and from here on each statement's at its end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def analyze(*tables: str) -> None:
    """Tell the planner what was just loaded: of these tables, or of all."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
