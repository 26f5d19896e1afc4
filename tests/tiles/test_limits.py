"""What a tile may cost the database, on the tile server's own connections and on others."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

from config import settings as platform
from gis_core.db.planned import planned_anew, planned_once
from tiles.limits import TileTooSlow, in_time, within_limits

ROOT = Path(__file__).resolve().parents[2]
SAID = "SELECT " + ", ".join(f"current_setting('{name}')" for name in platform.TILE_LIMITS)
LIMITS = ("2s", "off", "0", "64MB")
LOOK = f"""
import config.tiles_wsgi
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute({SAID!r})
    print(cursor.fetchone())
"""


@pytest.mark.parametrize("cursors", [planned_once, planned_anew])
@pytest.mark.django_db(transaction=True)
def test_a_tile_brings_its_limits_where_the_connection_has_none(
    cursors: Callable[[], CursorWrapper],
) -> None:
    with within_limits(cursors) as cursor:
        cursor.execute(SAID)
        assert cursor.fetchone() == LIMITS
    with connection.cursor() as cursor:
        cursor.execute(SAID)
        assert cursor.fetchone() != LIMITS


@pytest.mark.django_db
def test_the_tile_server_s_connections_hold_the_limits() -> None:
    here = urlsplit(os.environ["DATABASE_URL"])._replace(path=connection.settings_dict["NAME"])
    ran = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": here.geturl()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == repr(LIMITS)


@pytest.mark.django_db
def test_what_takes_too_long_is_told_in_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
    with pytest.raises(TileTooSlow), in_time(), planned_once() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
