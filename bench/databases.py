"""A copy of the loaded city, for benchmarks that fill it with what does not belong there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def copied_database() -> Iterator[None]:
    """Point the default connection at a copy of its database, and drop the copy afterwards."""
    own = connection.settings_dict["NAME"]
    copy = f"{own}_copy"
    # As files, not through the log, which takes several times as long for a city of full scale.
    make = f'CREATE DATABASE "{copy}" TEMPLATE "{own}" STRATEGY file_copy'
    _maintain(f'DROP DATABASE IF EXISTS "{copy}"', make)
    connection.settings_dict["NAME"] = copy
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        # Not by force, which only PostgreSQL's own role may use against its vacuum; without it, the
        # vacuum is cancelled and a connection that is just ending is waited for.
        _maintain(f'DROP DATABASE IF EXISTS "{copy}"')


def _maintain(*statements: str) -> None:
    """Run statements from outside the database: one that is copied wants nobody in it."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
