"""The databases that tests run on."""

import os

import pytest
from django.db import connection


@pytest.mark.django_db
def test_each_worker_has_a_migrated_database_of_its_own() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), postgis_lib_version()")
        name, postgis = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM django_migrations")
        (migrations,) = cursor.fetchone()
    assert name.startswith("test_")
    assert name.endswith(f"_{worker}")
    assert postgis >= "3.3"
    assert migrations > 0
