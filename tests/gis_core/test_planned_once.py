"""A statement that is asked all day long is planned once by each connection."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from gis_core.db.planned import planned_anew, planned_once


def ask(statement: str, said: dict[str, Any]) -> list[Any]:
    with planned_once() as cursor:
        cursor.execute(statement, said)
        return list(cursor.fetchall())


def prepared(word: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{word}%"]
        )
        return int(cursor.fetchone()[0])


def test_what_is_asked_again_is_prepared_and_still_answers(db: None) -> None:
    statement = "SELECT %(a)s::int + 1, 'planned_once_is_tested'"
    answers = [ask(statement, {"a": n})[0][0] for n in range(6)]
    assert answers == [1, 2, 3, 4, 5, 6]
    assert prepared("planned_once_is_tested") >= 1


def test_what_depends_on_its_values_is_never_prepared(db: None) -> None:
    for n in range(6):
        with planned_anew() as cursor:
            cursor.execute("SELECT %s::int + 1, 'planned_anew_is_tested'", [n])
            assert cursor.fetchone()[0] == n + 1
    assert prepared("planned_anew_is_tested") == 0


def test_such_statements_are_logged_like_all_others(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        for n in range(5):
            ask("SELECT %(a)s::int AS asked_again", {"a": n})
    assert [bool(q["sql"] and "asked_again" in q["sql"]) for q in queries] == [True] * 5
