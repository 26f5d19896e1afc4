"""Rows of several querysets as one SELECT, those that can hold no row left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

Statement = tuple[str, tuple[Any, ...]]
"""SQL and its parameters."""


def union_all(parts: Iterable[QuerySet[Any, Any]], columns: Mapping[str, str]) -> Statement:
    """Return the SELECT of these columns of all parts; `columns` are names with their SQL types.

    By name, because Django orders columns by their kind.
    """
    found: list[Statement] = []
    for part in parts:
        try:
            found.append(part.order_by().values(*columns).query.sql_with_params())
        except EmptyResultSet:
            continue
    if not found:
        nothing = ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items())
        return f"SELECT {nothing} WHERE false", ()
    names = ", ".join(columns)
    united = " UNION ALL ".join(f"SELECT {names} FROM ({sql}) AS p" for sql, _ in found)  # noqa: S608 - our own words
    return united, tuple(p for _, params in found for p in params)
