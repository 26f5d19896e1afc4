"""What somebody who owns the tables could do: switch their triggers off for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

GUARDED = ("cases_caseevent", "cases_case")


@contextmanager
def unguarded() -> Iterator[None]:
    """Let the block change the history of cases as its triggers never would."""
    with connection.cursor() as cursor:
        # A table with checks that still wait cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
