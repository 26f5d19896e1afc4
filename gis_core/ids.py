"""Keys that can be made anywhere and still sort by time."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """Return a new UUIDv7 (RFC 9562): unique across cities and databases, ordered by creation."""
    return _uuid7()
