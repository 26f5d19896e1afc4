"""The cells of a district as one small file that a phone carries, so that it can snap offline.

The format is docs/reference/offline-pack.md. Borders are written once for both neighbours: lines
run from junction to junction, their vertices as steps in whole ticks (1e-7°), all numbers as
varints. Pure: what the cells are comes from `grids.offline`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Any, Final

import numpy as np
import shapely

from gis_core.geometry import TICKS_PER_DEGREE, Geometries

MAGIC: Final = b"WGRID"
VERSION: Final = 1

RURAL: Final = 1
FRINGE: Final = 2
"""Flags of a cell: large and rural; of a neighbouring district, only there to be compared with."""

Tick = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedCell:
    """A cell as it goes into a pack; `area` is the position of its names in the head."""

    code: str
    area: int
    rural: bool = False
    fringe: bool = False


@dataclass(frozen=True)
class Pack:
    """What a pack holds: a head for people, cells in the order of their codes, their polygons."""

    head: Mapping[str, Any]
    cells: Sequence[PackedCell]
    shapes: Geometries


def write_pack(pack: Pack) -> bytes:
    """Return the file. Raises ValueError where codes are not ascending byte by byte."""
    codes = [cell.code for cell in pack.cells]
    if sorted(codes) != codes:
        raise ValueError("cells must be in the order of their codes")
    rings = [list(_rings(shape)) for shape in pack.shapes]
    lines = _Lines(_junctions(ring for cell in rings for ring in cell))
    drawn = [[lines.of(ring) for ring in cell] for cell in rings]
    head = json.dumps(pack.head, ensure_ascii=False, separators=(",", ":")).encode()
    out = bytearray(MAGIC) + bytes([VERSION])
    _put(out, len(head))
    out += head
    _put_lines(out, lines.vertices)
    _put(out, len(pack.cells))
    for cell, ring_lines in zip(_coded(pack.cells), drawn, strict=True):
        out += cell
        _put_rings(out, ring_lines)
    return bytes(out)


def _rings(shape: Any) -> Iterator[list[Tick]]:
    """Yield the rings of a polygon in whole ticks, closed, without vertices that repeat."""
    for ring in (shape.exterior, *shape.interiors):
        xy = np.rint(shapely.get_coordinates(ring) * TICKS_PER_DEGREE).astype(np.int64)
        ticks = [(int(x), int(y)) for x, y in xy]
        kept = [tick for n, tick in enumerate(ticks) if n == 0 or tick != ticks[n - 1]]
        yield kept


def _junctions(rings: Iterable[Sequence[Tick]]) -> set[Tick]:
    """Return the vertices where lines end: those without exactly two neighbouring vertices."""
    beside: dict[Tick, set[Tick]] = {}
    for ring in rings:
        for a, b in pairwise(ring):
            beside.setdefault(a, set()).add(b)
            beside.setdefault(b, set()).add(a)
    return {tick for tick, others in beside.items() if len(others) != 2}


@dataclass
class _Lines:
    """Every line once, in the order of first use; a ring names them by position and direction."""

    junctions: set[Tick]
    vertices: list[tuple[Tick, ...]] = field(default_factory=list)
    known: dict[tuple[Tick, ...], int] = field(default_factory=dict)

    def of(self, ring: Sequence[Tick]) -> list[int]:
        """Return the lines of a ring: position × 2, plus 1 where it is walked backwards."""
        return [self._number(line) for line in self._split(ring[:-1])]

    def _split(self, loop: Sequence[Tick]) -> Iterator[tuple[Tick, ...]]:
        ends = [n for n, tick in enumerate(loop) if tick in self.junctions]
        # A ring that meets no other one begins at its smallest vertex, whoever draws it.
        first = ends[0] if ends else loop.index(min(loop))
        turned = [*loop[first:], *loop[:first], loop[first]]
        cuts = [n for n, tick in enumerate(turned) if tick in self.junctions]
        for a, b in pairwise(cuts or [0, len(turned) - 1]):
            yield tuple(turned[a : b + 1])

    def _number(self, line: tuple[Tick, ...]) -> int:
        back = line[::-1]
        canonical = min(line, back)
        if canonical not in self.known:
            self.known[canonical] = len(self.vertices)
            self.vertices.append(canonical)
        return self.known[canonical] * 2 + (canonical != line)


def _put(out: bytearray, number: int) -> None:
    """Write a whole number from 0 up: seven bits a byte, the lowest first."""
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def _put_signed(out: bytearray, number: int) -> None:
    """Write a whole number: 0, -1, 1, -2 … as 0, 1, 2, 3 …"""
    _put(out, number * 2 if number >= 0 else -number * 2 - 1)


def _put_lines(out: bytearray, lines: Sequence[tuple[Tick, ...]]) -> None:
    """Each line: its number of vertices, then steps from vertex to vertex, the first one from the
    last vertex of the line before."""
    _put(out, len(lines))
    x, y = 0, 0
    for line in lines:
        _put(out, len(line))
        for to_x, to_y in line:
            _put_signed(out, to_x - x)
            _put_signed(out, to_y - y)
            x, y = to_x, to_y


def _coded(cells: Sequence[PackedCell]) -> Iterator[bytes]:
    """Yield each cell's flags, area and code; of a code what differs from the one before."""
    before, area = "", 0
    for cell in cells:
        out = bytearray([cell.rural * RURAL + cell.fringe * FRINGE])
        _put_signed(out, cell.area - area)
        kept = _common(before, cell.code)
        rest = cell.code[kept:].encode()
        _put(out, kept)
        _put(out, len(rest))
        out += rest
        before, area = cell.code, cell.area
        yield bytes(out)


def _common(a: str, b: str) -> int:
    """Return how many characters two codes begin with in common."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False))
    return sum(1 for _ in pairs)


def _put_rings(out: bytearray, rings: Sequence[Sequence[int]]) -> None:
    """Number of rings; each: number of lines, then each line as a step from the one before."""
    _put(out, len(rings))
    before = 0
    for ring in rings:
        _put(out, len(ring))
        for line in ring:
            _put_signed(out, line - before)
            before = line
