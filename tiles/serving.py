"""From a request for a tile to its bytes: known by its tag, kept, or drawn by one for all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from django.conf import settings

from gis_core.errors import DomainError
from tiles.cache import TileCache, tile_cache
from tiles.codings import CODINGS, decoded, encoded
from tiles.mvt import TileRequest, render

PATIENCE_S: Final = 2.0
"""Whoever has waited so long has panned on: what is still queued then is dropped undrawn."""


class TilesBusy(DomainError):
    code = "tiles_busy"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    zh = "此刻请求的地图过多，请稍后再试。"
    en = "Too many tiles are being asked for just now; try again in a moment."


class Drawing:
    """The places at which this process draws tiles, and the queue before them, which is bounded."""

    def __init__(self, *, places: int, queue: int) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._in_line = threading.BoundedSemaphore(places + queue)

    @contextmanager
    def place(self, *, until: float) -> Iterator[None]:
        """Take a place, waiting for one until a time of `time.monotonic()`. Raises TilesBusy."""
        if not self._in_line.acquire(blocking=False):
            raise TilesBusy
        try:
            if not self._places.acquire(timeout=max(0.0, until - time.monotonic())):
                raise TilesBusy
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._in_line.release()


DRAWING: Final = Drawing(places=settings.TILE_PLACES, queue=settings.TILE_QUEUE)


def body_of(request: TileRequest, tag: str | None, coding: str) -> bytes:
    """Return the tile, coded as asked; empty where there is nothing to draw.

    Raises:
        BadParameter: a filter has a value that it cannot read.
        TilesBusy: it was not begun within PATIENCE_S.
        TileTooSlow: PostgreSQL took too long.
    """
    until = time.monotonic() + PATIENCE_S
    if tag is None:
        return encoded(_drawn(request, until), coding)
    cache = tile_cache()
    kept = cache.get(tag, coding)
    return _drawn_once(cache, request, tag, coding, until) if kept is None else kept


def _drawn_once(
    cache: TileCache, request: TileRequest, tag: str, coding: str, until: float
) -> bytes:
    """Draw the tile, or wait for whoever is drawing it."""
    with cache.alone(tag, until=until) as held:
        if not held:
            raise TilesBusy
        body = cache.get(tag, coding)
        if body is None:
            plain = _kept_otherwise(cache, tag)
            body = encoded(_drawn(request, until) if plain is None else plain, coding)
            cache.put(tag, coding, body)
        return body


def _drawn(request: TileRequest, until: float) -> bytes:
    with DRAWING.place(until=until):
        return render(request)


def _kept_otherwise(cache: TileCache, tag: str) -> bytes | None:
    """Return the tile where somebody asked for it in another coding."""
    for coding in CODINGS:
        body = cache.get(tag, coding) if cache.has(tag, coding) else None
        if body is not None:
            return decoded(body, coding)
    return None
