"""A server that could lose what was confirmed is refused, in one sentence that says what to do."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from config import durability

pytestmark = pytest.mark.django_db

ASKED = dict(durability.PROMISES)


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(durability.UNSAFE_ALLOWED_BY, raising=False)
    # What a cluster of tests itself promises is not the question here.
    monkeypatch.setattr(durability, "PROMISES", {"synchronous_commit": ("on",)})


@pytest.fixture
def careless() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def test_a_careful_server_of_a_new_enough_version_is_accepted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
    call_command("check_database")
    assert "PostGIS" in capsys.readouterr().out


def test_a_server_that_confirms_before_it_has_written_is_refused(careless: None) -> None:
    with pytest.raises(CommandError, match="synchronous_commit") as refusal:
        call_command("check_database")
    chinese, english = str(refusal.value).splitlines()
    assert "断电" in chinese
    assert "power cut" in english


def test_a_cluster_of_tests_may_be_careless(
    careless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(durability.UNSAFE_ALLOWED_BY, "1")
    call_command("check_database")


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [("OLDEST_POSTGRES", 99, "PostgreSQL"), ("OLDEST_POSTGIS", (99, 0), "PostGIS")],
)
def test_a_server_that_is_too_old_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object, what: str
) -> None:
    monkeypatch.setattr(durability, name, value)
    with pytest.raises(CommandError, match=f"{what} is version"):
        call_command("check_database")


def test_all_three_promises_are_asked_for() -> None:
    assert set(ASKED) == {"fsync", "full_page_writes", "synchronous_commit"}
