"""`filter=` in CQL2 text (OGC 21-065): read, limited, brought into one form, and made a condition.

Parsed by the `cql2` package. What is understood: AND, OR, NOT; =, <>, <, <=, >, >=, IN, BETWEEN,
LIKE with % at either end, IS NULL; texts, numbers, true, false, DATE('…') and TIMESTAMP('…').

What has no value equals nothing and is in no order; NOT is everything else. So a filter and its NOT
divide the rows in two, wherever the value is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

import cql2
from django.db.models import Q

from gis_core.cql2_nodes import (
    COMPARED,
    Either,
    Every,
    Node,
    Not,
    Test,
    Value,
    tests_of,
    written,
)
from gis_core.errors import BadParameter

AT_MOST_CHARS: Final = 2000
AT_MOST_DEPTH: Final = 16
AT_MOST_TESTS: Final = 64
AT_MOST_VALUES: Final = 256

# The parser recurses on a stack of its own and would take the process with it, so what nests is
# counted before it sees the text, wherever it stands: 64 of them take a third of a megabyte.
_DEEPER: Final = re.compile(r"[(\[]|\bnot\b|-\s*-", re.IGNORECASE)

_FLIPPED: Final = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


Leaf = Callable[[Test], Q]
"""Makes a condition of a test on its column. Raises BadParameter for what the column cannot do."""


def parse(text: str) -> Node:
    """Return the filter in its one form: equal filters, however written, are equal.

    Raises BadParameter: not CQL2, too long, too deep, or beyond what is understood.
    """
    if len(text) > AT_MOST_CHARS:
        raise _refused(f"≤ {AT_MOST_CHARS}")
    if len(_DEEPER.findall(text)) > AT_MOST_TESTS:
        raise _refused(f"≤ {AT_MOST_TESTS} ( NOT -")
    try:
        tree = cql2.parse_text(text).to_json()
    except (cql2.ParseError, cql2.ValidationError, ValueError) as error:
        raise _refused("CQL2 text") from error
    node = _node(tree, AT_MOST_DEPTH)
    tests = list(tests_of(node))
    if len(tests) > AT_MOST_TESTS or sum(len(t.values) for t in tests) > AT_MOST_VALUES:
        raise _refused(f"≤ {AT_MOST_TESTS}, {AT_MOST_VALUES}")
    return node


def normal(text: str) -> str:
    """Return one text for all filters that are the same, which `parse` reads again."""
    return written(parse(text))


def condition(node: Node, columns: Mapping[str, Leaf]) -> Q:
    """Return the filter as a condition. Raises BadParameter for a column that is not allowed."""
    match node:
        case Test(column):
            if column not in columns:
                raise _refused(", ".join(columns))
            return columns[column](node)
        case Not(part):
            return ~condition(part, columns)
        case Every(parts):
            return _joined(Q.AND, parts, columns)
        case Either(parts):
            return _joined(Q.OR, parts, columns)


def text_of(*paths: str) -> Leaf:
    """Return the leaf of a column of text, or of several of which one must pass."""

    def leaf(test: Test) -> Q:
        if not all(isinstance(value, str) for value in test.values):
            raise _refused(f"{test.column}: '…'")
        found = Q(pk__in=[])
        for path in paths:
            found |= on_path(path, test)
        return found

    return leaf


def on_path(path: str, test: Test) -> Q:
    """Return the test as a condition on a field's path."""
    if test.op == "null":
        return Q(**{f"{path}__isnull": True})
    value: object = list(test.values) if test.op == "in" else test.values[0]
    return Q(**{path if test.op == "eq" else f"{path}__{test.op}": value})


def _joined(how: str, parts: tuple[Node, ...], columns: Mapping[str, Leaf]) -> Q:
    first, *others = (condition(part, columns) for part in parts)
    for other in others:
        first = first & other if how == Q.AND else first | other
    return first


def _node(tree: Any, depth: int) -> Node:
    if depth == 0:
        raise _refused(f"≤ {AT_MOST_DEPTH}")
    if not isinstance(tree, dict) or "op" not in tree:
        raise _refused("CQL2: a = 'b'")
    op, args = tree["op"], tree["args"]
    if op in ("and", "or"):
        return _group(op, [_node(arg, depth - 1) for arg in args])
    if op == "not":
        inner = _node(args[0], depth - 1)
        return inner.part if isinstance(inner, Not) else Not(inner)
    return _test(op, args)


def _group(op: str, nodes: list[Node]) -> Node:
    kind = Every if op == "and" else Either
    flat: set[Node] = set()
    for node in nodes:
        flat.update(node.parts if isinstance(node, kind) else [node])
    if len(flat) == 1:
        return flat.pop()
    return kind(tuple(sorted(flat, key=repr)))


def _test(op: str, args: list[Any]) -> Node:
    if op in _FLIPPED:
        if isinstance(args[1], dict) and "property" in args[1]:
            op, args = _FLIPPED[op], [args[1], args[0]]
        column, value = _column(args[0]), _value(args[1])
        return (
            Not(Test(column, "eq", (value,)))
            if op == "<>"
            else Test(column, COMPARED[op], (value,))
        )
    column = _column(args[0])
    if op == "in":
        values = {_value(value) for value in args[1]}
        return Test(column, "in" if len(values) > 1 else "eq", tuple(sorted(values, key=repr)))
    if op == "between":
        low, high = (
            Test(column, way, (_value(v),)) for way, v in zip(("gte", "lte"), args[1:], strict=True)
        )
        return Every(tuple(sorted((low, high), key=repr)))
    if op == "like":
        return _like(column, _value(args[1]))
    if op == "isNull":
        return Test(column, "null")
    raise _refused("=, <>, <, <=, >, >=, IN, BETWEEN, LIKE, IS NULL")


def _like(column: str, pattern: Value) -> Test:
    if not isinstance(pattern, str) or re.search(r"[_\\]|[^%]%+[^%]", pattern):
        raise _refused("LIKE 'a%', '%a', '%a%'")
    words = pattern.strip("%")
    ways = {(0, 0): "eq", (0, 1): "startswith", (1, 0): "endswith", (1, 1): "contains"}
    way = ways[int(pattern.startswith("%")), int(pattern.endswith("%"))]
    return Test(column, way, (words,))


def _column(arg: Any) -> str:
    if not isinstance(arg, dict) or not isinstance(arg.get("property"), str):
        raise _refused("CQL2: a = 'b'")
    return str(arg["property"])


def _value(arg: Any) -> Value:
    if isinstance(arg, str | bool | int | float):
        return arg
    try:
        if isinstance(arg, dict) and "date" in arg:
            return date.fromisoformat(arg["date"])
        if isinstance(arg, dict) and "timestamp" in arg:
            return datetime.fromisoformat(arg["timestamp"])
    except (ValueError, TypeError):
        pass
    raise _refused("'…', 1, true, DATE('2024-05-01'), TIMESTAMP('2024-05-01T00:00:00Z')")


def _refused(reason: str) -> BadParameter:
    return BadParameter(name="filter", reason=reason)
