"""An import that is killed half-way leaves nothing half loaded."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from cases.models import Case, CaseEvent
from departments.models import Organization
from importers.load import load_cases
from standards.models import CaseClass
from tests.importers.source import NOW, Silent, Source

ROOT = Path(__file__).resolve().parents[2]
ROWS = 500
PATIENCE_S = 60


def own_url() -> str:
    at = connection.settings_dict
    login = f"{at['USER']}:{at['PASSWORD']}" if at["PASSWORD"] else at["USER"]
    return f"postgis://{login}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def start(source: Source) -> subprocess.Popen[bytes]:
    """Start the command in a process of its own, on this test's database."""
    surroundings = {**os.environ, "DATABASE_URL": own_url(), "PGAPPNAME": "import to be killed",
                    "WANGGE_SECRET_KEY": settings.SECRET_KEY}  # fmt: skip
    command = [sys.executable, "manage.py", "import_cases", str(source.mapping_file())]
    return subprocess.Popen(
        [*command, str(source.folder)], cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL
    )


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def backends(state: str) -> int:
    """How many sessions of the import there are that are in this state ('' = in any)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'import to be killed'"
            " AND (%s = '' OR wait_event_type = %s)",
            [state, state],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_half_way_leaves_nothing_and_can_be_run_again(city: Source) -> None:
    path = city.table(*[{} for _ in range(ROWS)])
    with psycopg.connect(own_url().replace("postgis:", "postgresql:")) as gate:
        # Cases are inserted before their events: who waits for this table has written cases.
        gate.execute("LOCK TABLE cases_caseevent IN SHARE MODE")
        process = start(city)
        wait_until(lambda: process.poll() is not None or backends("Lock") == 1)
        assert process.poll() is None
        process.kill()
        assert process.wait() == -9
        gate.rollback()
    wait_until(lambda: backends("") == 0)
    for model in (Case, CaseEvent, Organization, CaseClass):
        assert not model.objects.exists()
    again = load_cases(city.mapping(), path, at=NOW, watcher=Silent())
    assert again.loaded == Case.objects.count() == ROWS
