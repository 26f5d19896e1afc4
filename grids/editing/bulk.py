"""Writing what an edit made of its rows: one statement per level and kind, from JSON.

The same JSON is kept with the edit, so undoing it is writing `before` over `after`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from grids.editing.rows import COLUMNS, Level
from grids.models import Generation

Written = Mapping[str, list[dict[str, Any]]]
"""Rows as JSON, by level."""


def write_over(generation: Generation, before: Written, after: Written) -> None:
    """Turn the rows `before` into the rows `after`; what is in one of them only goes or comes."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS cell_code_once DEFERRED")
        for level in Level:
            was = {row["id"]: row for row in before.get(level, [])}
            now = {row["id"]: row for row in after.get(level, [])}
            _update(cursor, level, [row for key, row in now.items() if key in was])
            _insert(cursor, generation, level, [now[key] for key in now if key not in was])
        for level in reversed(Level):
            kept = {row["id"] for row in after.get(level, [])}
            gone = [row["id"] for row in before.get(level, []) if row["id"] not in kept]
            _delete(cursor, level, gone)
        cursor.execute("SET CONSTRAINTS cell_code_once IMMEDIATE")


def _columns(level: Level) -> str:
    named = {"id": "uuid", **COLUMNS[level], "geom": "text"}
    return ", ".join(f"{name} {kind}" for name, kind in named.items())


def _update(cursor: CursorWrapper, level: Level, rows: list[dict[str, Any]]) -> None:
    if rows:
        said = ", ".join(f"{name} = given.{name}" for name in COLUMNS[level])
        cursor.execute(
            f"""
            UPDATE {level.table} stored SET {said}, geom = given.geom::geometry
            FROM jsonb_to_recordset(%s::jsonb) AS given({_columns(level)})
            WHERE stored.id = given.id
            """,  # noqa: S608 - the columns of `rows.py`
            [json.dumps(rows)],
        )


def _insert(
    cursor: CursorWrapper, generation: Generation, level: Level, rows: list[dict[str, Any]]
) -> None:
    if rows:
        names = ", ".join(COLUMNS[level])
        cursor.execute(
            f"""
            INSERT INTO {level.table} (id, generation_id, city_id, geom, {names})
            SELECT id, %s, %s, geom::geometry, {names}
            FROM jsonb_to_recordset(%s::jsonb) AS given({_columns(level)})
            """,  # noqa: S608
            [generation.pk, generation.city_id, json.dumps(rows)],
        )


def _delete(cursor: CursorWrapper, level: Level, keys: list[str]) -> None:
    if keys:
        cursor.execute(
            f"DELETE FROM {level.table} WHERE id = ANY(%s::uuid[])",  # noqa: S608
            [keys],
        )
