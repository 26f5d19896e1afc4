"""What the tile triggers cost whoever writes: the same run with and without them, taking turns."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg

from cases.models import Case

CLIENTS: Final = 8
ROUND_S: Final = 4.0
ROUNDS: Final = 3
BULK_ROWS: Final = 60_000
_TRIGGERS: Final = ("note_insert", "note_update", "note_delete")
_MARK: Final = "bench-tiles"

_COLUMNS: Final = ", ".join(
    f'"{field.column}"'
    for field in Case._meta.local_concrete_fields
    if not field.generated and field.column not in {"id", "number", "outer_number", "fingerprint"}
)
_ONE: Final = f"""
    INSERT INTO cases_case (id, fingerprint, {_COLUMNS})
    SELECT gen_random_uuid(), '{_MARK}', {_COLUMNS} FROM cases_case WHERE id = %s
"""  # noqa: S608 - columns of the model
_MANY: Final = f"""
    INSERT INTO cases_case (id, fingerprint, {_COLUMNS})
    SELECT gen_random_uuid(), '{_MARK}', {_COLUMNS} FROM cases_case
    WHERE place_known AND fingerprint <> '{_MARK}' LIMIT {BULK_ROWS}
"""  # noqa: S608 - columns of the model


@dataclass(frozen=True, kw_only=True)
class WritingFigures:
    """Rows a second, the fastest of the rounds."""

    way: str
    plain_per_s: float
    with_tiles_per_s: float

    @property
    def kept(self) -> float:
        return self.with_tiles_per_s / self.plain_per_s

    def line(self) -> str:
        return f"  {self.way}: {self.with_tiles_per_s:,.0f} of {self.plain_per_s:,.0f}/s kept"


def measure(url: str) -> list[WritingFigures]:
    """Insert cases one by one by eight clients, and many in one statement; nothing is left."""
    with psycopg.connect(url, autocommit=True) as keys:
        some = keys.execute("SELECT id FROM cases_case WHERE place_known LIMIT 500").fetchall()
    ids = [key for (key,) in some]
    try:
        return [
            _compared(url, "8 clients, one case each", lambda: _by_clients(url, ids)),
            _compared(url, f"{BULK_ROWS:,} cases in one statement", lambda: _in_bulk(url)),
        ]
    finally:
        with psycopg.connect(url, autocommit=True) as cleaner:
            cleaner.execute(f"DELETE FROM cases_case WHERE fingerprint = '{_MARK}'")  # noqa: S608
            cleaner.execute("SELECT cases_fold_pyramid(), fold_map_changes()")


def _compared(url: str, way: str, run: Callable[[], float]) -> WritingFigures:
    plain, noted = [], []
    for _ in range(ROUNDS):
        with _without_triggers(url):
            plain.append(run())
        noted.append(run())
    return WritingFigures(way=way, plain_per_s=max(plain), with_tiles_per_s=max(noted))


@contextmanager
def _without_triggers(url: str) -> Iterator[None]:
    """What is written before and meanwhile is taken away again, so that counts stay right."""
    with psycopg.connect(url, autocommit=True) as there:
        there.execute(f"DELETE FROM cases_case WHERE fingerprint = '{_MARK}'")  # noqa: S608
        there.execute("SELECT cases_fold_pyramid(), fold_map_changes()")
        for name in _TRIGGERS:
            there.execute(f"ALTER TABLE cases_case DISABLE TRIGGER {name}")
        try:
            yield
        finally:
            there.execute(f"DELETE FROM cases_case WHERE fingerprint = '{_MARK}'")  # noqa: S608
            for name in _TRIGGERS:
                there.execute(f"ALTER TABLE cases_case ENABLE TRIGGER {name}")


def _by_clients(url: str, ids: list[object]) -> float:
    written = [0] * CLIENTS
    until = time.perf_counter() + ROUND_S

    def work(who: int) -> None:
        with psycopg.connect(url, autocommit=True) as there:
            while time.perf_counter() < until:
                there.execute(_ONE, [ids[(who * 61 + written[who]) % len(ids)]], prepare=True)
                written[who] += 1

    threads = [threading.Thread(target=work, args=(who,)) for who in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(written) / (time.perf_counter() - began)


def _in_bulk(url: str) -> float:
    with psycopg.connect(url, autocommit=True) as there:
        began = time.perf_counter()
        there.execute(_MANY)
        return BULK_ROWS / (time.perf_counter() - began)
