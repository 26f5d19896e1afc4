"""Statements that are asked all day long, planned once by each connection."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor
from psycopg.pq import Format


def planned_once() -> CursorWrapper:
    """Return a cursor whose statements PostgreSQL parses and plans once for each connection.

    Django's usual cursors put the values into the text, so every statement is a new one; planning a
    small look-up costs several times as much as running it. Here values travel beside the text, in
    PostgreSQL's own form, and psycopg prepares what comes again (see `prepare_threshold` in the
    settings). For one SELECT at a time, and for one text: a statement that is put together anew
    each time gains nothing.
    """
    return _with_values_beside(_LoggedCursor if connection.queries_logged else Cursor)


def planned_anew() -> CursorWrapper:
    """Return such a cursor for statements whose best plan depends on the values."""
    return _with_values_beside(_UnpreparedCursor)


def _with_values_beside(kind: type[Cursor[Any]]) -> CursorWrapper:
    # The thread's own, looked up once: `connection` looks it up for each word that is said to it.
    own = connections[DEFAULT_DB_ALIAS]
    own.close_if_health_check_failed()
    own.ensure_connection()
    cursor: Any = kind(own.connection)
    cursor.format = Format.BINARY
    return own.make_debug_cursor(cursor) if own.queries_logged else own.make_cursor(cursor)


class _UnpreparedCursor(Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, **{**options, "prepare": False})


class _LoggedCursor(Cursor[Any]):
    """Keeps the text, which psycopg drops when it sends a prepared statement, for Django's log."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        answer = super().execute(query, params, **options)
        self._query = self._query or self._convert_query(query, params)
        return answer
