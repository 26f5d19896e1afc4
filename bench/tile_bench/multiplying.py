"""A city of ten times the cases, generated from the loaded one in a copy of its database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from bench.databases import copied_database
from cases.models import Case

TIMES: Final = 10
NEEDED_BYTES: Final = 15_000_000_000
_OWN: Final = {"id", "fingerprint", "geom", "number", "outer_number"}
_STATEMENT: Final = Path(__file__).with_name("multiplying.sql")
# What makes the copy larger and no tile reads.
_UNREAD: Final = "TRUNCATE cases_caseevent, cases_casehistory, cases_caseclock CASCADE"


def fits() -> bool:
    """Whether the disk of the database's cluster, taken for that of var/, has room enough."""
    return shutil.disk_usage(os.environ["WANGGE_VAR"]).free > NEEDED_BYTES


@contextmanager
def tenfold_database() -> Iterator[int]:
    """Point everybody at the larger copy, dropped afterwards; gives its number of cases."""
    before = os.environ["DATABASE_URL"]
    with copied_database():
        name = str(connection.settings_dict["NAME"])
        os.environ["DATABASE_URL"] = f"{before.rpartition('/')[0]}/{name}"
        try:
            _multiply(name)
            call_command("rebuild_pyramid")
            yield Case.objects.count()
        finally:
            os.environ["DATABASE_URL"] = before


def _multiply(name: str) -> None:
    """Insert without triggers and without all indexes but the key's, which are made again."""
    admin = os.environ["WANGGE_BENCH_ADMIN_URL"].rpartition("/")[0]
    with psycopg.connect(f"{admin}/{name}", autocommit=True) as there:
        there.execute("SET session_replication_role = replica")
        there.execute("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'")
        there.execute(_UNREAD)
        indexes = there.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'cases_case' AND indexname <> 'cases_case_pkey'"
        ).fetchall()
        for index, _ in indexes:
            there.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
        there.execute(_statement())
        for _, definition in indexes:
            there.execute(definition)
        there.execute("VACUUM ANALYZE cases_case")
        there.execute("CHECKPOINT")


def _statement() -> bytes:
    columns = [
        f'"{field.column}"'
        for field in Case._meta.local_concrete_fields
        if not field.generated and field.column not in _OWN
    ]
    filled = _STATEMENT.read_text().format(
        columns=", ".join(columns),
        values=", ".join(f"c.{column}" for column in columns),
        times=TIMES - 1,
    )
    return filled.encode()
