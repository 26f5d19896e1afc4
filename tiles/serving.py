"""From a request for a tile to its bytes: known by its tag, kept, or drawn by one for all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.conf import settings

from gis_core.errors import DomainError
from tiles.cache import TileCache, tile_cache
from tiles.codings import IDENTITY, encoded, worth
from tiles.mvt import TileRequest, render

PATIENCE_S: Final = 2.0
"""Whoever has waited so long has panned on: what is still queued then is dropped undrawn."""


class TilesBusy(DomainError):
    code = "tiles_busy"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    zh = "此刻请求的地图过多，请稍后再试。"
    en = "Too many tiles are being asked for just now; try again in a moment."


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of a tile as they travel."""

    content: bytes
    coding: str


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


def body_of(request: TileRequest, tag: str | None, coding: str) -> Body:
    """Return the tile, coded as asked, or plain where that gains nothing.

    Raises:
        BadParameter: a filter has a value that it cannot read.
        TilesBusy: it was not begun within PATIENCE_S.
        TileTooSlow: PostgreSQL took too long.
    """
    until = time.monotonic() + PATIENCE_S
    if tag is None:
        with DRAWING.place(until=until):
            drawn = render(request)
        chosen = worth(drawn, coding)
        return Body(encoded(drawn, chosen), chosen)
    cache = tile_cache()
    kept = _kept(cache, tag, coding)
    return _drawn_once(cache, request, tag, coding, until) if kept is None else kept


def _drawn_once(
    cache: TileCache, request: TileRequest, tag: str, coding: str, until: float
) -> Body:
    """Draw the tile, or wait for whoever is drawing it."""
    with cache.alone(tag, until=until) as held:
        if not held:
            raise TilesBusy
        kept = _kept(cache, tag, coding)
        if kept is not None:
            return kept
        plain = cache.get(tag, IDENTITY)
        if plain is None:
            with DRAWING.place(until=until):
                plain = render(request)
            cache.put(tag, IDENTITY, plain)
        chosen = worth(plain, coding)
        if chosen == IDENTITY:
            return Body(plain, IDENTITY)
        content = encoded(plain, chosen)
        cache.put(tag, chosen, content)
        return Body(content, chosen)


def _kept(cache: TileCache, tag: str, coding: str) -> Body | None:
    found = cache.get(tag, coding)
    if found is not None:
        return Body(found, coding)
    # What is too small to be coded is kept plain alone.
    plain = None if coding == IDENTITY else cache.get(tag, IDENTITY)
    if plain is not None and worth(plain, coding) == IDENTITY:
        return Body(plain, IDENTITY)
    return None
