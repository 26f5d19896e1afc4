"""Tiles that were drawn, kept in files under their tag.

A tag says which data, filters and rights a tile was drawn of, so an entry is never wrong: what
changed has another tag. Nothing is purged for being stale, only for not having been asked for.
"""

from __future__ import annotations

import fcntl
import os
import struct
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
_LOCK_DIGITS: Final = 15
"""As many as make a place in a file, which is below 2^63; two tags that share them wait in vain."""
_FLOCK: Final = "hhqqi0q"
"""`struct flock` where `off_t` has 64 bits: type, whence, start, length, process, padding."""


@dataclass(frozen=True)
class TileCache:
    """Bodies by tag and coding under a directory, shared by all processes of a machine."""

    root: Path

    def get(self, tag: str, coding: str) -> bytes | None:
        path = self._path(tag, coding)
        try:
            with open(path, "rb") as file:
                body = file.read()
                if time.time() - os.fstat(file.fileno()).st_mtime > _TOUCH_AFTER_S:
                    os.utime(path)
        except FileNotFoundError:
            return None
        return body

    def has(self, tag: str, coding: str) -> bool:
        return os.path.exists(self._path(tag, coding))

    def put(self, tag: str, coding: str, body: bytes) -> None:
        """Keep a body; whoever reads meanwhile sees all of it or nothing."""
        path = self._path(tag, coding)
        part = f"{path}.{os.getpid()}-{threading.get_ident()}"
        with _opened(part, "wb") as file:
            file.write(body)
        os.replace(part, path)

    @contextmanager
    def alone(self, tag: str, *, until: float) -> Iterator[bool]:
        """Hold the tag against all threads and processes; false where `until` came first.

        `until` is a time of `time.monotonic()`. A tag is one byte of a single file: to make and
        delete a file for each costs more than to draw a small tile.
        """
        place = int(_digits(tag)[:_LOCK_DIGITS], 16)
        with _opened(f"{self.root}/locks", "ab") as file:
            # Given back when the file is closed, also where the process dies.
            yield _held(file.fileno(), place, until)

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

    def _path(self, tag: str, coding: str) -> str:
        name = _digits(tag)
        return f"{self.root}/{name[:2]}/{name[2:]}.{coding}"


def tile_cache() -> TileCache:
    return TileCache(Path(settings.TILE_CACHE_DIR))


def _digits(tag: str) -> str:
    """Return the tag's hexadecimal digits."""
    return tag.removeprefix("W/").strip('"')


def _opened(path: str, mode: str) -> IO[Any]:
    """Open to write, in a folder that is made where it is missing."""
    try:
        return open(path, mode)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return open(path, mode)


def _held(descriptor: int, place: int, until: float) -> bool:
    # A lock of the opened file (fcntl_locking(2): "open file description locks"): a plain one would
    # hold for all threads of the process.
    wanted = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0)
    while True:
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, wanted)
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
