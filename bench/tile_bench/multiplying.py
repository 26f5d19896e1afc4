"""A city of ten times the cases, generated from the loaded one in a copy of its database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from bench.databases import copied_database
from cases.models import Case

_SHARES: Final = (5, 4)
"""Copies that each connection makes of every case; with the case itself they are ten."""
TIMES: Final = 1 + sum(_SHARES)
NEEDED_BYTES: Final = 15_000_000_000
_MARK: Final = "generated"
_OWN: Final = {"id", "fingerprint", "geom", "number", "outer_number"}
_STATEMENT: Final = Path(__file__).with_name("multiplying.sql")
# What makes the copy larger and no tile reads.
_UNREAD: Final = "TRUNCATE cases_caseevent, cases_casehistory, cases_caseclock CASCADE"
_OTHER_INDEXES: Final = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = 'cases_case' AND indexname <> 'cases_case_pkey'
"""


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
    """Insert without triggers and with no index but the key's; the others are made again."""
    address = f"{os.environ['WANGGE_BENCH_ADMIN_URL'].rpartition('/')[0]}/{name}"
    with psycopg.connect(address, autocommit=True) as there:
        there.execute(_UNREAD)
        indexes = there.execute(_OTHER_INDEXES).fetchall()
        for index, _ in indexes:
            there.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
        with ThreadPoolExecutor(len(_SHARES)) as side_by_side:
            list(side_by_side.map(partial(_insert, address), _SHARES))
        there.execute("SET maintenance_work_mem = '1GB'")
        for _, definition in indexes:
            there.execute(definition)
        there.execute("VACUUM ANALYZE cases_case")
        # What is still to be written to the disk shall not disturb what is measured.
        there.execute("CHECKPOINT")


def _insert(address: str, more: int) -> None:
    columns = [
        f'"{field.column}"'
        for field in Case._meta.local_concrete_fields
        if not field.generated and field.column not in _OWN
    ]
    filled = _STATEMENT.read_text().format(
        columns=", ".join(columns),
        values=", ".join(f"c.{column}" for column in columns),
        more=more,
        mark=_MARK,
    )
    with psycopg.connect(address, autocommit=True) as there:
        # Neither triggers nor the checks of foreign keys.
        there.execute("SET session_replication_role = replica")
        there.execute("SET synchronous_commit = off")
        there.execute(filled.encode())
