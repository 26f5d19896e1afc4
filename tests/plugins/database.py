"""One migrated template database, cloned for each worker.

Migrating takes far longer than copying. The template is named after a hash of everything that
migrations come from, so it is made anew exactly when they change.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[2]
# Any number will do, as long as nobody else takes the same lock on the same server.
TEMPLATE_LOCK = 430300
# Read before any worker's database takes its place in the settings.
BASE = str(settings.DATABASES["default"]["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Give this worker a database of its own, made from the template, and drop it at the end."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        name = clone(f"test_{BASE}_{worker}", template())
        use(name)
        yield
        connection.close()
        use(BASE)
        with server() as there:
            drop(there, name)


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    """A connection to the server's maintenance database, outside any transaction."""
    known = settings.DATABASES["default"]
    with psycopg.connect(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as there:
        yield there


def use(name: str) -> None:
    """Point Django's connection at another database."""
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def template() -> str:
    """Name of the migrated template for the present migrations, made now if it is not there."""
    name = f"template_{BASE}_{fingerprint()}"
    with server() as there:
        # Workers of xdist come here at the same time: the first makes it, the others wait.
        there.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        if not _exists(there, name):
            _drop_older(there, f"template_{BASE}_")
            _migrate_into(there, name)
    return name


def _migrate_into(there: psycopg.Connection, name: str) -> None:
    part = f"part_{name}"
    drop(there, part)
    there.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(part)))
    before = str(settings.DATABASES["default"]["NAME"])
    use(part)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        use(before)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    there.execute(rename.format(sql.Identifier(part), sql.Identifier(name)))


def clone(name: str, source: str) -> str:
    """Make a database from another; returns its name."""
    with server() as there:
        # Copying from a template needs it to itself, so workers take turns.
        there.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        drop(there, name)
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        there.execute(create.format(sql.Identifier(name), sql.Identifier(source)))
    return name


def drop(there: psycopg.Connection, name: str) -> None:
    """Drop a database, whoever is still connected to it.

    FORCE may not end an autovacuum worker, which the plain command waits for and sends away.
    """
    command = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        there.execute(command + sql.SQL(" WITH (FORCE)"))
    except psycopg.errors.InsufficientPrivilege:
        there.execute(command)


def _drop_older(there: psycopg.Connection, prefix: str) -> None:
    found: list[Any] = there.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
    ).fetchall()
    for (name,) in found:
        drop(there, name)


def _exists(there: psycopg.Connection, name: str) -> bool:
    found = there.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def fingerprint() -> str:
    """Twelve hexadecimal digits over migrations, their SQL, the dependencies and the settings."""
    total = hashlib.sha256()
    files = [ROOT / "uv.lock", ROOT / "config" / "settings.py"]
    for pattern in ("*/migrations/*.py", "*/sql/**/*.sql"):
        files += [path for path in ROOT.glob(pattern) if path.parts[len(ROOT.parts)] != "var"]
    for path in sorted(files):
        total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()[:12]
