"""Addresses of the web map's square tiles (XYZ, EPSG:3857)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gis_core.errors import BadParameter

MAX_ZOOM: Final = 22
EXTENT: Final = 4096
"""Steps a tile's side is divided into: the vector tile specification's customary value."""
BUFFER: Final = 64
"""Steps drawn beyond each side, so that symbols and outlines do not end at a tile's border."""
PIXEL: Final = EXTENT // 512
"""Steps to a pixel of the screen: map clients draw a tile 512 pixels wide."""
SLACK_PX: Final = 0.5
"""How far lines and outlines may stray from the true ones, roughly, where they are simplified."""
SHARP_FROM_ZOOM: Final = 14
"""Here they are drawn as they are: maps enlarge these tiles rather than ask for more."""
KEY_ZOOM: Final = 22
"""The zoom whose squares tile keys name (`tile_key_of` in sql/tile_key.sql)."""
CHANGE_ZOOMS: Final = (0, 4, 8, 12, 16)
"""Zooms of the squares in which changes are noted (`map_squares` in sql/map_changes.sql)."""
_RING_ZOOMS: Final = 2
"""A tile's buffer is looked up in squares a quarter of its side: never more than 36 of them."""
Span = tuple[int, int, int]
"""Zoom, first key and the key after the last one."""
BIN_ZOOMS: Final = 6
"""Squares of counts are this many zooms smaller than the tile: 64 × 64 of them in one."""
CROWDED_BIN_ZOOMS: Final = 3
"""And those of a tile that has too many single points for its zoom: 8 × 8, one to a number."""
WORLD_HALF_M: Final = 20037508.342789244
"""Half the side of the Mercator square, in metres of EPSG:3857."""


def pixel_m(z: int) -> float:
    """Return the side of a pixel at a zoom, in metres of EPSG:3857."""
    return 2 * WORLD_HALF_M / (1 << z) / (EXTENT / PIXEL)


@dataclass(frozen=True, slots=True)
class TileAddress:
    """One tile: zoom `z`, column `x` from the west, row `y` from the north.

    Raises:
        BadParameter: the zoom is not 0-22, or the column or row lies outside the zoom's square.
    """

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        if not 0 <= self.z <= MAX_ZOOM:
            raise BadParameter(name="z", reason=f"0-{MAX_ZOOM}")
        last = (1 << self.z) - 1
        if not (0 <= self.x <= last and 0 <= self.y <= last):
            raise BadParameter(name="x/y", reason=f"0-{last}")

    @property
    def side_m(self) -> float:
        """Side in metres of EPSG:3857."""
        return 2 * WORLD_HALF_M / (1 << self.z)

    @property
    def key(self) -> int:
        """Morton key among the tiles of its zoom: row and column interleaved, row first."""
        # Read in base four, binary digits lie two bits apart.
        return int(f"{self.x:b}", 4) | int(f"{self.y:b}", 4) << 1

    @property
    def keys(self) -> range:
        """The tile keys of the points in it: one contiguous range, and no other tile's."""
        below = 2 * (KEY_ZOOM - self.z)
        return range(self.key << below, (self.key + 1) << below)

    def spans(self, *, buffered: bool) -> list[Span]:
        """Return the squares of the change log that the tile touches, as ranges of keys.

        With `buffered`, also what its buffer touches: at most its neighbours.
        """
        margin = BUFFER / EXTENT if buffered else 0.0
        return [
            (level, first, stop)
            for level in CHANGE_ZOOMS
            for first, stop in _joined(sorted(self._squares_at(level, margin)))
        ]

    def _squares_at(self, level: int, margin: float) -> Iterator[tuple[int, int]]:
        # From the finest zoom whose squares are few; each stands for all that lie in it.
        at = min(level, self.z + _RING_ZOOMS) if margin else min(level, self.z)
        scale = 2.0 ** (at - self.z)
        last = (1 << at) - 1
        columns, rows = (
            range(
                max(0, math.floor((along - margin) * scale)),
                min(last, math.ceil((along + 1 + margin) * scale) - 1) + 1,
            )
            for along in (self.x, self.y)
        )
        below = 2 * (level - at)
        for x in columns:
            for y in rows:
                key = TileAddress(at, x, y).key
                yield key << below, (key + 1) << below

    @classmethod
    def containing(cls, lon: float, lat: float, z: int) -> "TileAddress":
        """Return the tile at zoom `z` that holds the WGS 84 point (degrees)."""
        n = 1 << z
        x = int((lon + 180.0) / 360.0 * n)
        rad = math.radians(lat)
        y = int((1.0 - math.asinh(math.tan(rad)) / math.pi) / 2.0 * n)
        return cls(z, min(max(x, 0), n - 1), min(max(y, 0), n - 1))


def _joined(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield sorted ranges, those in one where one ends where the next begins."""
    first, stop = ranges[0]
    for following, end in ranges[1:]:
        if following != stop:
            yield first, stop
            first = following
        stop = end
    yield first, stop
