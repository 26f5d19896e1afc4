"""What somebody who owns the tables could do: switch their triggers off for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

HISTORY = ("cases_caseevent", "cases_case")


@contextmanager
def unguarded(tables: tuple[str, ...] = HISTORY) -> Iterator[None]:
    """Let the block change tables (the history of cases) as their triggers never would."""
    with connection.cursor() as cursor:
        # A table with checks that still wait cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
