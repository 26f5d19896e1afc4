"""UUIDv7 keys (RFC 9562) in whole columns, from a seed: the same city gets the same keys."""

import numpy as np
from numpy.typing import NDArray

RANDOM_BYTES = 10


def keys_at(milliseconds: NDArray[np.int64], random: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return keys (rows, 16) from times since 1970 UTC and random bytes (rows, 10)."""
    keys = np.empty((len(milliseconds), 16), dtype=np.uint8)
    keys[:, :6] = milliseconds.astype(">i8")[:, None].view(np.uint8)[:, 2:]
    keys[:, 6:] = random
    keys[:, 6] = keys[:, 6] & 0x0F | 0x70
    keys[:, 8] = keys[:, 8] & 0x3F | 0x80
    return keys
