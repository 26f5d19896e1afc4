"""Merging pieces that are too small or too thin into their neighbours."""

import heapq
from dataclasses import dataclass, field

import numpy as np

from gis_core.geometry import Floats, Indices, SharedEdges


@dataclass(frozen=True)
class Pieces:
    """Faces of a noded coverage: row of the area each lies in, m², outline in m, neighbours."""

    area: Indices
    area_m2: Floats
    length_m: Floats
    edges: SharedEdges


@dataclass
class _Mosaic:
    """Pieces as they grow together; a group goes by the index of the piece that took the others."""

    area_m2: list[float]
    length_m: list[float]
    neighbours: list[dict[int, float]]
    taken_by: list[int] = field(default_factory=list)

    def longest_neighbour(self, piece: int) -> int | None:
        """The neighbour with the longest common border; the larger, then the earlier, of equals."""
        border = self.neighbours[piece]
        return max(
            border,
            key=lambda other: (round(border[other], 3), self.area_m2[other], -other),
            default=None,
        )

    def merge(self, piece: int, into: int) -> None:
        self.taken_by[piece] = into
        self.area_m2[into] += self.area_m2[piece]
        self.length_m[into] += self.length_m[piece] - 2 * self.neighbours[piece][into]
        for other, length_m in self.neighbours[piece].items():
            del self.neighbours[other][piece]
            if other != into:
                for a, b in ((into, other), (other, into)):
                    self.neighbours[a][b] = self.neighbours[a].get(b, 0.0) + length_m

    def root(self, piece: int) -> int:
        while self.taken_by[piece] != piece:
            piece = self.taken_by[piece]
        return piece


def _mosaic(pieces: Pieces) -> _Mosaic:
    count = len(pieces.area)
    neighbours: list[dict[int, float]] = [{} for _ in range(count)]
    edges = pieces.edges
    same = pieces.area[edges.left] == pieces.area[edges.right]
    for left, right, length_m in zip(
        edges.left[same].tolist(),
        edges.right[same].tolist(),
        edges.length[same].tolist(),
        strict=True,
    ):
        neighbours[left][right] = neighbours[right][left] = length_m
    return _Mosaic(
        pieces.area_m2.tolist(), pieces.length_m.tolist(), neighbours, list(range(count))
    )


def merged_groups(pieces: Pieces, min_area_m2: Floats, min_width_m: Floats) -> Indices:
    """Return a group per piece: slivers share that of the neighbour in the same area.

    The smallest go first, each into the neighbour with the longest common border, until every
    group is at least `min_area_m2` and `min_width_m` (= 2 × area / outline) or has no neighbour
    in its area. Both limits are given per piece.
    """
    mosaic = _mosaic(pieces)
    needed_m2: list[float] = min_area_m2.tolist()
    needed_m: list[float] = min_width_m.tolist()

    def is_sliver(piece: int) -> bool:
        width_m = 2 * mosaic.area_m2[piece] / mosaic.length_m[piece]
        return mosaic.area_m2[piece] < needed_m2[piece] or width_m < needed_m[piece]

    queue = [(mosaic.area_m2[i], i) for i in range(len(needed_m)) if is_sliver(i)]
    heapq.heapify(queue)
    while queue:
        area_m2, piece = heapq.heappop(queue)
        into = mosaic.longest_neighbour(piece)
        stale = mosaic.taken_by[piece] != piece or area_m2 != mosaic.area_m2[piece]
        if stale or into is None:
            continue
        mosaic.merge(piece, into)
        if is_sliver(into):
            heapq.heappush(queue, (mosaic.area_m2[into], into))
    return np.array([mosaic.root(i) for i in range(len(needed_m))], dtype=np.intp)
