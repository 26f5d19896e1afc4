"""A filter in CQL2 as this house keeps it: few kinds of nodes, one form for equal filters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

Value: TypeAlias = "str | float | bool | date | datetime"
COMPARED: Final = {"=": "eq", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}


@dataclass(frozen=True, slots=True)
class Test:
    """One column compared: `op` is eq, lt, lte, gt, gte, in, null, or a LIKE: startswith, endswith,
    contains."""

    column: str
    op: str
    values: tuple[Value, ...] = ()

    __test__ = False  # no test of pytest's


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


Node: TypeAlias = "Test | Every | Either | Not"


def tests_of(node: Node) -> Iterator[Test]:
    match node:
        case Test():
            yield node
        case Not(part):
            yield from tests_of(part)
        case Every(parts) | Either(parts):
            for part in parts:
                yield from tests_of(part)


def written(node: Node) -> str:
    match node:
        case Not(part):
            return f"NOT ({written(part)})"
        case Every(parts):
            return " AND ".join(f"({written(part)})" for part in parts)
        case Either(parts):
            return " OR ".join(f"({written(part)})" for part in parts)
        case Test(column, op, values):
            return _test_text(f'"{column}"', op, [_literal(value) for value in values])


def _test_text(column: str, op: str, said: list[str]) -> str:
    if op == "null":
        return f"{column} IS NULL"
    if op == "in":
        return f"{column} IN ({', '.join(said)})"
    if op in ("startswith", "endswith", "contains"):
        before, after = ("" if op == "startswith" else "%"), ("" if op == "endswith" else "%")
        return f"{column} LIKE '{before}{said[0][1:-1]}{after}'"
    sign = next(sign for sign, name in COMPARED.items() if name == op)
    return f"{column} {sign} {said[0]}"


def _literal(value: Value) -> str:
    match value:
        case bool():
            return str(value).lower()
        case datetime():
            return f"TIMESTAMP('{value.isoformat().replace('+00:00', 'Z')}')"
        case date():
            return f"DATE('{value.isoformat()}')"
        case str():
            return "'" + value.replace("'", "''") + "'"
    return json.dumps(value)
