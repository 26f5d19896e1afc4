"""Processor time by who used it, from /proc (proc(5)): our servers' processes and PostgreSQL's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from django.db import connection

_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")


class _Stat(NamedTuple):
    parent: int
    session: int
    own_s: float
    ended_children_s: float


def server_s(leader: int) -> float:
    """Return the seconds that a server's session has used up to now."""
    return sum(stat.own_s for stat in _all().values() if stat.session == leader)


def postgres_s(postmaster: int) -> float:
    """Return the seconds that PostgreSQL has used up to now, ended backends included."""
    stats = _all()
    living = sum(stat.own_s for stat in stats.values() if stat.parent == postmaster)
    return living + stats[postmaster].own_s + stats[postmaster].ended_children_s


def postmaster() -> int:
    """Return the process id of the database server, which must be on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    return _all()[backend].parent


def _all() -> dict[int, _Stat]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        # The name in parentheses may hold spaces; the state is the first field after it.
        fields = text.rpartition(")")[2].split()
        own, ended = (sum(map(int, fields[i : i + 2])) / _TICKS_PER_S for i in (11, 13))
        found[int(path.parent.name)] = _Stat(int(fields[1]), int(fields[3]), own, ended)
    return found
