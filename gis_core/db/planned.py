"""Statements that are asked all day long, planned once by each connection."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor
from psycopg.pq import Format


def planned_once() -> CursorWrapper:
    """Return a cursor whose statements PostgreSQL parses and plans once for each connection.

    Django's usual cursors put the values into the text, so every statement is a new one; planning
    a small look-up costs several times as much as running it. Here values travel beside the text,
    and psycopg prepares what comes again (see `prepare_threshold` in the settings). For one SELECT
    at a time, and for one text: a statement that is put together anew each time gains nothing.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    logged = connection.queries_logged
    cursor: Any = (_LoggedCursor if logged else Cursor)(connection.connection)
    cursor.format = Format.BINARY
    return connection.make_debug_cursor(cursor) if logged else connection.make_cursor(cursor)


class _LoggedCursor(Cursor[Any]):
    """Keeps the text, which psycopg drops when it sends a prepared statement, for Django's log."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        answer = super().execute(query, params, **options)
        self._query = self._query or self._convert_query(query, params)
        return answer
