"""Rounds that take turns: Wangge and two bare views, the same requests' kind, the same clients."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from bench.processes import free_port, granian, running
from bench.report_race import cpu
from bench.report_race.content import check
from bench.report_race.reports import Reporter
from bench.report_race.sending import send_all

OURS: Final = "wangge"
BARE_SCHEMA: Final = "bare"
WARMING_UP: Final = 64
"""Requests before the first round: each of a server's threads opens its connection."""


@dataclass(frozen=True, kw_only=True)
class Entrant:
    """A server that takes reports, and the schema in which its rows appear."""

    name: str
    port: int
    leader: int
    schema: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One round. Times are milliseconds from the request to the answer's last byte, processor
    times milliseconds a report."""

    who: str
    clients: int
    reports: int
    per_s: float
    p50_ms: float
    p99_ms: float
    server_ms: float
    postgres_ms: float
    client_ms: float

    def line(self) -> str:
        return (
            f"  {self.clients:2} clients {self.who:<26} {self.per_s:6.0f} reports/s"
            f"  p50 {self.p50_ms:6.1f} ms  p99 {self.p99_ms:6.1f} ms   processor ms/report:"
            f" Python {self.server_ms:.2f}, PostgreSQL {self.postgres_ms:.2f},"
            f" client {self.client_ms:.2f}"
        )

    def as_json(self) -> dict[str, Any]:
        return {k: round(v, 2) if isinstance(v, float) else v for k, v in asdict(self).items()}


@contextmanager
def entrants() -> Iterator[list[Entrant]]:
    """Run the three servers side by side; only the one that is asked has anything to do."""
    bare = {"DJANGO_SETTINGS_MODULE": "bench.report_race.bare_settings"}
    with ExitStack() as stack:
        start = partial(_start, stack)
        yield [
            start(OURS, {}),
            start("bare view, same tables", bare),
            start("bare view, no triggers", {**bare, "WANGGE_BENCH_SCHEMA": BARE_SCHEMA}),
        ]


def _start(stack: ExitStack, name: str, more: dict[str, str]) -> Entrant:
    port = free_port()
    env = {**os.environ, "DATABASE_URL": _address(), **more}
    listens = partial(_listens, port)
    leader = stack.enter_context(running(granian(port), env, name=name, answers=listens))
    schema = more.get("WANGGE_BENCH_SCHEMA", "public")
    return Entrant(name=name, port=port, leader=leader, schema=schema)


def _listens(port: int) -> bool:
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    return True


def _address() -> str:
    """Return the address of the database that the default connection points at."""
    given = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))


def race(reporter: Reporter, *, clients: int, reports: int, rounds: int) -> list[Figures]:
    """Return each entrant's fastest round. Raises AssertionError where a report was not kept."""
    with entrants() as running_ones:
        for entrant in running_ones:
            _round(entrant, reporter, clients=16, reports=WARMING_UP)
        ran = [
            [_round(e, reporter, clients=clients, reports=reports) for e in running_ones]
            for _ in range(rounds)
        ]
    return [max(turns, key=lambda turn: turn.per_s) for turns in zip(*ran, strict=True)]


def _round(entrant: Entrant, reporter: Reporter, *, clients: int, reports: int) -> Figures:
    batch, postmaster = reporter.batch(reports), cpu.postmaster()
    server_s, postgres_s = cpu.server_s(entrant.leader), cpu.postgres_s(postmaster)
    seen = send_all(entrant.port, batch.requests, clients=clients)
    server_s = cpu.server_s(entrant.leader) - server_s
    postgres_s = cpu.postgres_s(postmaster) - postgres_s
    assert seen.accepted == reports, (entrant.name, seen.others)
    check(entrant.schema, batch.ids)
    return Figures(
        who=entrant.name,
        clients=clients,
        reports=reports,
        per_s=reports / seen.seconds,
        p50_ms=seen.times_ms[reports // 2],
        p99_ms=seen.times_ms[int(0.99 * reports)],
        server_ms=1000 * server_s / reports,
        postgres_ms=1000 * postgres_s / reports,
        client_ms=1000 * seen.client_cpu_s / reports,
    )
