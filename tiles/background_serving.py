"""Pictures of the background map: kept for a day, asked for by one for all, never at any price.

The threads that wait for somebody else's server are those that draw our own tiles. So few wait at
once, and a server that was too slow is left alone for a while.
"""

from __future__ import annotations

import time
from typing import Final

from django.conf import settings

from gis_core.tile import TileAddress
from tiles.background import Background, BackgroundSlow, BackgroundUnreachable, fetch
from tiles.cache import TileCache, tile_cache
from tiles.serving import Drawing

PLACES: Final = 3
"""Of the four threads of a process: one is always left for our own tiles, or soon free."""
PATIENCE_S: Final = 1.0
RESTS_S: Final = 20.0
"""So long nobody is sent to a server that did not answer."""
_PICTURE: Final = "picture"

ASKING: Final = Drawing(places=PLACES, queue=1)


class Rest:
    """Since when, in `time.monotonic()`, the background's server may be asked again."""

    def __init__(self) -> None:
        self._until = 0.0

    def begin(self) -> None:
        self._until = time.monotonic() + RESTS_S

    def end(self) -> None:
        self._until = 0.0

    def check(self) -> None:
        """Raise BackgroundSlow while the server is left alone."""
        if time.monotonic() < self._until:
            raise BackgroundSlow


REST: Final = Rest()


def picture_of(known: Background, at: TileAddress) -> bytes:
    """Return the picture; empty where the background has none.

    Raises TilesBusy, and whatever `fetch` raises.
    """
    cache = tile_cache()
    tag = known.tag(at, keep_s=settings.BACKGROUND_KEEP_H * 3600)
    kept = cache.get(tag, _PICTURE)
    return _fetched_once(cache, known, at, tag) if kept is None else kept


def _fetched_once(cache: TileCache, known: Background, at: TileAddress, tag: str) -> bytes:
    REST.check()
    until = time.monotonic() + PATIENCE_S
    with cache.alone(tag, until=until) as held:
        if not held:
            raise BackgroundSlow
        kept = cache.get(tag, _PICTURE)
        if kept is not None:
            return kept
        with ASKING.place(until=until):
            picture = _asked(known, at)
        cache.put(tag, _PICTURE, picture)
        return picture


def _asked(known: Background, at: TileAddress) -> bytes:
    REST.check()
    try:
        return fetch(known, at)
    except (BackgroundSlow, BackgroundUnreachable):
        REST.begin()
        raise
