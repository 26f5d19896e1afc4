"""Keys that can be made anywhere and still sort by time."""

from hashlib import md5
from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """Return a new UUIDv7 (RFC 9562): unique across cities and databases, ordered by creation."""
    return _uuid7()


def uuid7_of(at_ms: int, seed: str) -> str:
    """Return the hexadecimal UUIDv7 of a moment (ms since 1970) whose other bits come from `seed`.

    The same as the SQL function `uuid7_of`: a row of a source always gets the same key.
    """
    digest = md5(seed.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[3:5], 16) % 4]
    return f"{at_ms & 0xFFFFFFFFFFFF:012x}7{digest[:3]}{variant}{digest[5:20]}"
