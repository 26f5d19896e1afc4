"""Where the time of one report goes: its statements one by one, the commit, and the rest, Python.

Measured in this process by Django's own client, one report after the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client

from bench.report_race.reports import payload
from cases.models import Case
from gis_core.ids import uuid7
from grids.models import City

_HISTORY = re.compile(r"^SELECT set_config.*?; ", re.DOTALL)
"""Who acts, told to the triggers of row history before a statement."""
_TABLE = re.compile(r'(?:FROM|INTO|UPDATE) "?(\w+)', re.IGNORECASE)


@dataclass
class Breakdown:
    """Milliseconds a report: by statement, in the order of their first use, and as a whole."""

    reports: int
    whole_ms: float = 0.0
    statements: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def python_ms(self) -> float:
        return self.whole_ms - sum(self.statements.values())

    def lines(self) -> list[str]:
        parts = [
            f"    {ms:6.2f} ms  {name}  × {self.asked[name] / self.reports:.2f}"
            for name, ms in self.statements.items()
        ]
        head = f"  one report, one after the other: {self.whole_ms:.2f} ms, of which"
        return [head, *parts, f"    {self.python_ms:6.2f} ms  Python"]

    def as_json(self) -> dict[str, float]:
        rounded = {name: round(ms, 3) for name, ms in self.statements.items()}
        return {**rounded, "Python": round(self.python_ms, 3), "whole": round(self.whole_ms, 3)}


def break_down(city: City, like: list[Case], token: str, *, reports: int) -> Breakdown:
    """Send reports one after the other and return where their time went."""
    client = Client(SERVER_NAME="127.0.0.1", headers={"authorization": f"Token {token}"})
    found = Breakdown(reports)

    def send(case: Case) -> None:
        body = payload(case, city)
        answer = client.put(f"/api/v1/cases/{uuid7()}", body, "application/json")
        assert answer.status_code == 201, answer.content

    for case in like[:20]:
        send(case)
    with _watched(found):
        began = perf_counter()
        for n in range(reports):
            send(like[n % len(like)])
        found.whole_ms = 1000 * (perf_counter() - began) / reports
    return found


@contextmanager
def _watched(found: Breakdown) -> Iterator[None]:
    def take(name: str, work: Callable[[], Any]) -> Any:
        began = perf_counter()
        try:
            return work()
        finally:
            found.statements[name] += 1000 * (perf_counter() - began) / found.reports
            found.asked[name] += 1

    def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        return take(name_of(sql), lambda: execute(sql, params, many, context))

    commit = connection._commit  # type: ignore[attr-defined]  # no wrapper of Django's sees it
    timed = patch.object(connection, "_commit", lambda: take("COMMIT", commit))
    with timed, connection.execute_wrapper(statement):
        yield


def name_of(sql: str) -> str:
    """Return what a statement does to which table, such as "INSERT cases_case"."""
    statement = _HISTORY.sub("", sql).strip()
    table = _TABLE.search(statement)
    return f"{statement.split(maxsplit=1)[0]} {table[1] if table else ''}"
