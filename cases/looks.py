"""What a photo looks like in 64 bits (dHash), so that the same picture is known again.

Source: N. Krawetz, "Kind of Like That" (2013). Each bit says whether a pixel of the picture,
shrunk to 9 × 8 greys, is brighter than its left neighbour: size, format, compression and brightness
change few of them. `sql/looks.sql` compares looks in the database.
"""

from __future__ import annotations

from typing import Final

from PIL import Image

SAME_BITS: Final = 3
"""At most so many bits apart, two looks are one picture: sixty drawn pictures, saved again at half
to double size and JPEG quality 30 to 85, moved by 0 to 2; two of them are 10 apart at least. The
index over four bands finds every pair up to three (sql/looks.sql)."""

ALIKE_BITS: Final = 12
"""At most so many bits apart, two photos of one place may show the same thing: a hint, no more."""

FLAT_GREYS: Final = 24
"""A picture whose shrunk greys span less (of 256) shows nothing: a wall, the night, a thumb."""

_COLUMNS: Final = 8
_ROWS: Final = 8


def look_of(image: Image.Image) -> int | None:
    """Return the look of an upright picture as a signed 64-bit integer; None = it shows nothing."""
    small = image.convert("L").resize((_COLUMNS + 1, _ROWS), Image.Resampling.LANCZOS)
    greys = small.tobytes()
    if max(greys) - min(greys) < FLAT_GREYS:
        return None
    bits = 0
    for row in range(_ROWS):
        start = row * (_COLUMNS + 1)
        for column in range(start, start + _COLUMNS):
            bits = bits << 1 | (greys[column + 1] > greys[column])
    return bits - (1 << 64) if bits >> 63 else bits


def bits_apart(one: int, other: int) -> int:
    """Return in how many of their 64 bits two looks differ."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()
