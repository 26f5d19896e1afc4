"""Tiles that were drawn, kept in files under their tag.

A tag says which data, filters and rights a tile was drawn of, so an entry is never wrong: what
changed has another tag. Nothing is purged for being stale, only for not having been asked for.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings

_POLL_S: Final = 0.005
_TOUCH_AFTER_S: Final = 3600
"""An entry that is read is young again; once an hour is often enough to tell old ones apart."""


@dataclass(frozen=True)
class TileCache:
    """Bodies by tag and coding under a directory, shared by all processes of a machine."""

    root: Path

    def get(self, tag: str, coding: str) -> bytes | None:
        path = self._path(tag, coding)
        try:
            with path.open("rb") as file:
                body = file.read()
                if time.time() - os.fstat(file.fileno()).st_mtime > _TOUCH_AFTER_S:
                    os.utime(path)
        except FileNotFoundError:
            return None
        return body

    def put(self, tag: str, coding: str, body: bytes) -> None:
        """Keep a body; whoever reads meanwhile sees all of it or nothing."""
        path = self._path(tag, coding)
        part = Path(f"{path}.{os.getpid()}-{threading.get_ident()}")
        with _opened(part, "wb") as file:
            file.write(body)
        part.replace(path)

    @contextmanager
    def alone(self, tag: str, *, until: float) -> Iterator[bool]:
        """Hold the tag against all threads and processes; false where `until` came first.

        `until` is a time of `time.monotonic()`.
        """
        path = self._path(tag, "lock")
        with _opened(path, "ab") as file:
            held = _held(file.fileno(), until)
            try:
                yield held
            finally:
                if held:
                    path.unlink(missing_ok=True)

    def trim(self, *, at_most_bytes: int) -> int:
        """Forget what was asked for longest ago until the rest fits; returns entries forgotten."""
        there = ((_stat(path), path) for path in self.root.glob("??/*"))
        kept = [(stat.st_mtime, stat.st_size, path) for stat, path in there if stat is not None]
        total = forgotten = 0
        for _, size, path in sorted(kept, reverse=True):
            total += size
            if total > at_most_bytes:
                path.unlink(missing_ok=True)
                forgotten += 1
        return forgotten

    def _path(self, tag: str, coding: str) -> Path:
        name = tag.removeprefix("W/").strip('"')
        return Path(f"{self.root}/{name[:2]}/{name[2:]}.{coding}")


def tile_cache() -> TileCache:
    return TileCache(Path(settings.TILE_CACHE_DIR))


def _opened(path: Path, mode: str) -> IO[Any]:
    """Open to write, in a folder that is made where it is missing."""
    try:
        return path.open(mode)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open(mode)


def _held(descriptor: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_POLL_S)
        else:
            return True


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None
