"""What must be in the database after the answers: every row, and chains that hold."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import connection

TABLES: Final = {
    "cases_case": "id",
    "cases_caseevent": "case_id",
    "live_outboxevent": "subject_id",
}
"""The three tables of a report, and the column of each that names its case."""


def make_bare_tables(schema: str) -> None:
    """Make the three tables anew in a schema: columns, keys and indexes, but no triggers."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
        for name in TABLES:
            cursor.execute(f"CREATE TABLE {schema}.{name} (LIKE public.{name} INCLUDING ALL)")


def check(schema: str, ids: list[UUID]) -> None:
    """Raise AssertionError unless each case has its row, its event and its news, once each."""
    with connection.cursor() as cursor:
        for name, column in TABLES.items():
            cursor.execute(
                f"SELECT count(*), count(DISTINCT {column}) FROM {schema}.{name}"  # noqa: S608
                f" WHERE {column} = ANY(%s)",
                [ids],
            )
            assert cursor.fetchone() == (len(ids), len(ids)), (schema, name)
