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


_COLUMNS: Final = """
    SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_INDEXES: Final = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = %s"


def make_bare_tables(schema: str) -> None:
    """Copy the three tables into a schema: rows, defaults, checks and indexes, so that writing to
    them is the same work; but no triggers and no foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
        for name in TABLES:
            copy, like = f"{schema}.{name}", "INCLUDING ALL EXCLUDING INDEXES"
            cursor.execute(f"CREATE TABLE {copy} (LIKE public.{name} {like})")
            cursor.execute(_COLUMNS, [name])
            (columns,) = cursor.fetchone()
            cursor.execute(f"INSERT INTO {copy} ({columns}) SELECT {columns} FROM public.{name}")  # noqa: S608
            cursor.execute(_INDEXES, [name])
            for (definition,) in cursor.fetchall():
                cursor.execute(definition.replace(" ON public.", f" ON {schema}.", 1))
            cursor.execute(f"ANALYZE {copy}")


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
