"""Cells dealt out to collectors: about the same load for each, on ground that hangs together.

Pure over arrays. Cells and their common borders are a graph; a random spanning tree of it falls
into two connected parts wherever an edge is cut, so the tree is cut where the loads are as wished,
and each part again (recursive tree bipartition, as in DeFord, Duchin and Solomon's "Recombination",
2021). Of several trees the cut that leaves the shortest border between the parts is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from gis_core.geometry import Floats, Indices, components

TREES: Final = 12
FEWEST_TREES: Final = 3
CELLS_TRIED: Final = 12_000
"""Trees that are tried for a cut: more make straighter borders and take longer, so that large
pieces get fewer, about this many cells in all."""

PATIENCE: Final = 5
"""So many times more trees are tried while none has shares that are right."""

LEEWAY: Final = 0.02
"""A part may miss its share by this much of a collector's load, for a shorter border."""

SEED: Final = 20_211
"""The same question gets the same answer."""


@dataclass(frozen=True)
class Patch:
    """Cells by position: the load of each, its middle (n, 2), and the borders between them."""

    load: Floats
    middle: Floats
    left: Indices
    right: Indices
    border_m: Floats


def dealt(patch: Patch, collectors: int, seed: int = SEED) -> Indices:
    """Return for each cell the number of its collector, 0 … `collectors` - 1.

    Every collector's cells hang together, wherever the patch itself does; parts of it that touch
    nothing count as neighbours of the cell nearest to them.
    """
    rng = default_rng(seed)
    whole = _bridged(patch)
    owner = np.zeros(len(patch.load), dtype=np.intp)
    waiting = [(np.arange(len(patch.load)), 0, min(collectors, len(patch.load)))]
    while waiting:
        cells, first, parts = waiting.pop()
        if parts == 1:
            owner[cells] = first
            continue
        here, parts_here = _cut(whole, cells, parts, rng)
        waiting.append((cells[here], first, parts_here))
        waiting.append((cells[~here], first + parts_here, parts - parts_here))
    return owner


def _bridged(patch: Patch) -> Patch:
    """Return the patch with a border of no length from each loose part to the nearest cell."""
    left, right, border_m = patch.left, patch.right, patch.border_m
    while len(parts := np.unique(label := components(len(patch.load), left, right))) > 1:
        inside = np.flatnonzero(label == parts[-1])
        others = np.flatnonzero(label != parts[-1])
        far = np.square(patch.middle[inside][:, None] - patch.middle[others][None]).sum(axis=2)
        a, b = np.unravel_index(far.argmin(), far.shape)
        left, right = np.append(left, inside[a]), np.append(right, others[b])
        border_m = np.append(border_m, 0.0)
    return Patch(patch.load, patch.middle, left, right, border_m)


@dataclass(frozen=True)
class _Tree:
    """A spanning tree by breadth: cells in the order of visit, and each one's parent (-1: none)."""

    order: list[int]
    parent: list[int]


def _cut(patch: Patch, cells: Indices, parts: int, rng: Generator) -> tuple[NDArray[np.bool_], int]:
    """Return which of the cells go to one side, and to how many collectors."""
    place = np.full(len(patch.load), -1, dtype=np.intp)
    place[cells] = np.arange(len(cells))
    mine = (place[patch.left] >= 0) & (place[patch.right] >= 0)
    left, right = place[patch.left[mine]], place[patch.right[mine]]
    border_m, load = patch.border_m[mine], patch.load[cells]
    best: tuple[float, float] | None = None
    kept: tuple[NDArray[np.bool_], int] | None = None
    tries = _tries(len(cells))
    for attempt in range(tries * PATIENCE):
        if attempt >= tries and best is not None and best[0] == 0:
            break
        side, count = _halves(_tree(len(cells), left, right, rng), load, parts)
        miss = abs(load[side].sum() / load.sum() * parts - count)
        cut_m = float(border_m[side[left] != side[right]].sum())
        rank = (max(0.0, miss - LEEWAY), cut_m)
        if best is None or rank < best:
            best, kept = rank, (side, count)
    assert kept is not None  # noqa: S101 - there is at least one tree
    return kept


def _tries(cells: int) -> int:
    return max(FEWEST_TREES, min(TREES, CELLS_TRIED // cells))


def _tree(count: int, left: Indices, right: Indices, rng: Generator) -> _Tree:
    """Return a random spanning tree (Kruskal over shuffled edges), rooted at cell 0."""
    beside: list[list[int]] = [[] for _ in range(count)]
    root = list(range(count))
    shuffled = rng.permutation(len(left))
    for a, b in zip(left[shuffled].tolist(), right[shuffled].tolist(), strict=True):
        top_a, top_b = _top(root, a), _top(root, b)
        if top_a != top_b:
            root[top_a] = top_b
            beside[a].append(b)
            beside[b].append(a)
    order, parent = [0], [-1] * count
    for cell in order:
        for other in beside[cell]:
            if other != parent[cell]:
                parent[other] = cell
                order.append(other)
    return _Tree(order, parent)


def _top(root: list[int], cell: int) -> int:
    while root[cell] != cell:
        root[cell] = root[root[cell]]
        cell = root[cell]
    return cell


def _halves(tree: _Tree, load: Floats, parts: int) -> tuple[NDArray[np.bool_], int]:
    """Return the branch of the tree whose load is nearest to a whole number of collectors'.

    Cutting in the middle is preferred where several fit equally, so that halves stay halves.
    """
    branch, size = load.astype(float), np.ones(len(load), dtype=np.intp)
    for cell in reversed(tree.order[1:]):
        branch[tree.parent[cell]] += branch[cell]
        size[tree.parent[cell]] += size[cell]
    share = branch / branch[0] * parts
    count = np.clip(np.rint(share), 1, parts - 1)
    # Every collector needs a cell, on either side.
    fits = (size >= count) & (len(load) - size >= parts - count)
    miss = np.abs(share - count) + 0.02 * np.abs(2 * count - parts) / parts
    miss[~fits | (np.arange(len(load)) == 0)] = np.inf
    if not np.isfinite(miss).any():
        return _a_leaf(tree, len(load)), 1
    top = int(miss.argmin())
    return _below(tree, top, len(load)), int(count[top])


def _a_leaf(tree: _Tree, count: int) -> NDArray[np.bool_]:
    side = np.zeros(count, dtype=bool)
    side[tree.order[-1]] = True
    return side


def _below(tree: _Tree, top: int, count: int) -> NDArray[np.bool_]:
    side = np.zeros(count, dtype=bool)
    side[top] = True
    for cell in tree.order:
        if tree.parent[cell] >= 0 and side[tree.parent[cell]]:
            side[cell] = True
    return side


def is_connected(patch: Patch, cells: Sequence[int] | Indices) -> bool:
    """Whether these cells hang together by common borders."""
    chosen = np.zeros(len(patch.load), dtype=bool)
    chosen[np.asarray(cells)] = True
    inside = chosen[patch.left] & chosen[patch.right]
    label = components(len(patch.load), patch.left[inside], patch.right[inside])
    return len(np.unique(label[chosen])) == 1
