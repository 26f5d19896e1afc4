"""New rows of several tables in one round trip."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault


def insert(*rows: models.Model) -> None:
    """Write new rows in this order, each once, all in one round trip.

    The ORM's `save` compiles a statement for each row anew and reads generated columns back; for a
    row of fifty columns that costs more than the database needs to write it. Here a column that
    says nothing is left out, and nothing is read back: generated columns and defaults of the
    database are there when the row is read again. No signals are sent. Call it in a transaction.

    Raises:
        IntegrityError: a constraint of one of the tables refuses its row.
    """
    statements: list[str] = []
    params: list[Any] = []
    for row in rows:
        written = dict(_written(row))
        columns, places = ", ".join(written), ", ".join(["%s"] * len(written))
        table = connection.ops.quote_name(row._meta.db_table)
        statements.append(f"INSERT INTO {table} ({columns}) VALUES ({places})")  # noqa: S608
        params += written.values()
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements), params)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _written(row: models.Model) -> Iterator[tuple[str, Any]]:
    """Yield column and value, as psycopg takes it, of what the row says itself."""
    for field, column, may_be_left_out in _fields(type(row)):
        value = field.pre_save(row, add=True)
        if isinstance(value, DatabaseDefault) or (value is None and may_be_left_out):
            continue
        yield column, field.get_db_prep_save(value, connection)


@lru_cache(maxsize=64)
def _fields(model: type[models.Model]) -> list[tuple[Any, str, bool]]:
    """The fields of a table that can be written, their columns, whether None is what is there
    without them."""
    return [
        (field, connection.ops.quote_name(str(field.column)), not field.has_db_default())
        for field in model._meta.local_concrete_fields
        if not field.generated
    ]
