"""What a tile may cost the database, and what is said where it would cost more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.backends.utils import CursorWrapper

from gis_core.errors import DomainError
from gis_core.http import is_statement_timeout

_LIMITS: Final = "SELECT " + ", ".join(
    f"set_config('{name}', '{value}', true)" for name, value in settings.TILE_LIMITS.items()
)


class TileTooSlow(DomainError):
    code = "tile_too_slow"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    zh = "这块地图此刻生成过慢，请稍后再试，或放大地图、增加筛选条件。"
    en = "This tile takes too long just now; try again, zoom in or narrow the filters."


@contextmanager
def within_limits(cursors: Callable[[], CursorWrapper]) -> Iterator[CursorWrapper]:
    """Give a cursor for a statement that may cost no more than TILE_LIMITS. Raises TileTooSlow."""
    with in_time():
        if settings.ONLY_TILES:
            with cursors() as cursor:
                yield cursor
        else:
            with transaction.atomic(), cursors() as cursor:
                cursor.execute(_LIMITS)
                yield cursor


@contextmanager
def in_time() -> Iterator[None]:
    """Raise TileTooSlow where PostgreSQL gives a statement up because its time is over."""
    try:
        yield
    except OperationalError as error:
        if is_statement_timeout(error):
            raise TileTooSlow from error
        raise
