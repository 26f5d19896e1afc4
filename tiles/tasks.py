"""What the worker does for tiles by itself."""

from django.conf import settings
from procrastinate.contrib.django import app

from tiles.cache import tile_cache


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="trim_tiles")
def trim_tiles(timestamp: int) -> None:
    """Keep the files of drawn tiles within their room; what was not asked for goes first."""
    tile_cache().trim(at_most_bytes=settings.TILE_CACHE_MB * 1024 * 1024)
