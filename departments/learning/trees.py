"""Questions that tell whom cases went to: one small tree for each class, pruned together.

A question is one that a rule can ask: does it lie in this area, south or west of this line, has it
a place at all, did it come by this channel. Trees are grown by what a question tells (entropy) and
cut back, the least useful question of all trees first, until so many rules are left as a person
can read. What counts is how often the first, and the first three, would have been right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from departments.learning.past import Floats, Ints

LEAST: Final = 6
"""Cases behind a rule."""

DEPTH: Final = 12

LINES: Final = 64
"""Lines that are tried in one direction: as many cases between each two."""

FIRST_THREE: Final = 0.7
"""What it is worth to be among the first three, beside being the first."""

MAKES_UP: Final = 6.0
"""Cases of the whole class that stand in where a rule has seen few of its own."""


class Asks(StrEnum):
    PLACED = "placed"
    AREA = "area"
    WEST_OF = "west_of"
    SOUTH_OF = "south_of"
    SOURCE = "source"


@dataclass(frozen=True)
class Feature:
    """What can be asked of a case; `which` tells several divisions apart."""

    asks: Asks
    values: NDArray[Any]
    which: int = 0

    @property
    def has_line(self) -> bool:
        return self.asks in (Asks.WEST_OF, Asks.SOUTH_OF)


@dataclass(frozen=True)
class Question:
    """One feature against one value: equal to it, or below it where it has a line."""

    feature: Feature
    value: float

    def of(self, rows: Ints) -> NDArray[np.bool_]:
        values = self.feature.values[rows]
        if self.feature.has_line:
            return np.asarray(values < self.value)
        return np.asarray(values == self.value)


@dataclass
class Node:
    """Cases that were answered alike so far; `counts` are weighed, by party."""

    rows: Ints
    counts: Floats
    question: Question | None = None
    yes: Node | None = None
    no: Node | None = None
    worth: float = 0.0  # of one rule for all of them
    worth_below: float = 0.0  # of the rules below
    leaves: int = 1

    @property
    def below(self) -> tuple[Node, ...]:
        return (self.yes, self.no) if self.yes is not None and self.no is not None else ()

    def cut(self) -> None:
        self.question = self.yes = self.no = None

    def settle(self) -> None:
        """Work out what the rules below are worth."""
        for node in self.below:
            node.settle()
        self.leaves = sum(node.leaves for node in self.below) or 1
        self.worth_below = (
            sum(node.worth_below for node in self.below) if self.below else self.worth
        )

    def nodes(self) -> Iterator[Node]:
        yield self
        for node in self.below:
            yield from node.nodes()


@dataclass(frozen=True)
class Sample:
    """What a tree is grown from: parties as small indices, their weights, and the features."""

    party: Ints
    weight: Floats
    parties: int
    features: Sequence[Feature] = field(default_factory=tuple)

    def counts(self, rows: Ints) -> Floats:
        found = np.bincount(self.party[rows], self.weight[rows], self.parties)
        return np.asarray(found, dtype=float)


def grow(sample: Sample, rows: Ints, depth: int = 0) -> Node:
    """Return the tree over these cases."""
    counts = sample.counts(rows)
    node = Node(rows, counts, worth=_worth(counts))
    if depth < DEPTH and len(rows) >= 2 * LEAST and np.count_nonzero(counts) > 1:
        question = _best(sample, rows, counts)
        if question is not None:
            answer = question.of(rows)
            node.question = question
            node.yes = grow(sample, rows[answer], depth + 1)
            node.no = grow(sample, rows[~answer], depth + 1)
    return node


def prune(trees: Sequence[Node], at_most: int) -> None:
    """Cut the trees until they have `at_most` leaves together, and none that is worth nothing."""
    for tree in trees:
        tree.settle()
    weakest = {n: _weakest(tree) for n, tree in enumerate(trees)}
    while True:
        n, (gain, node) = min(weakest.items(), key=lambda item: item[1][0])
        total = sum(tree.leaves for tree in trees)
        if node is None or (total <= at_most and gain > 0):
            return
        node.cut()
        trees[n].settle()
        weakest[n] = _weakest(trees[n])


def _weakest(tree: Node) -> tuple[float, Node | None]:
    """Return the node whose rules below are worth least for each, and how much."""
    found: tuple[float, Node | None] = (np.inf, None)
    for node in tree.nodes():
        if node.below:
            gain = (node.worth_below - node.worth) / (node.leaves - 1)
            if gain < found[0]:
                found = (gain, node)
    return found


def _worth(counts: Floats) -> float:
    best = np.sort(counts)[::-1]
    return float(best[0] + FIRST_THREE * best[:3].sum()) if len(best) else 0.0


def _best(sample: Sample, rows: Ints, counts: Floats) -> Question | None:
    """Return the question that tells most, or None where none tells anything."""
    found: tuple[float, Question | None] = (1e-6, None)
    for feature in sample.features:
        asked = _lines if feature.has_line else _values
        for gain, question in asked(sample, rows, counts, feature):
            if gain > found[0]:
                found = (gain, question)
    return found[1]


def _values(
    sample: Sample, rows: Ints, counts: Floats, feature: Feature
) -> Iterator[tuple[float, Question]]:
    values = feature.values[rows]
    for value in np.unique(values[values >= 0]):
        same = values == value
        if LEAST <= same.sum() <= len(rows) - LEAST:
            gain = _told(counts, sample.counts(rows[same]))
            yield float(gain), Question(feature, float(value))


def _lines(
    sample: Sample, rows: Ints, counts: Floats, feature: Feature
) -> Iterator[tuple[float, Question]]:
    """Yield the best line, where every case has a place."""
    values = feature.values[rows]
    if np.isnan(values).any():
        return
    lines = np.unique(_between(np.quantile(values, np.linspace(0, 1, LINES + 1)[1:-1])))
    behind = np.searchsorted(lines, values, side="right")
    size = len(lines) + 1
    flat = behind * sample.parties + sample.party[rows]
    table = np.bincount(flat, sample.weight[rows], size * sample.parties)
    below = table.reshape(size, sample.parties).cumsum(axis=0)[:-1]
    times = np.bincount(behind, minlength=size).cumsum()[:-1]
    enough = (times >= LEAST) & (len(rows) - times >= LEAST)
    if enough.any():
        gains = np.where(enough, _told(counts, below), -1.0)
        best = int(gains.argmax())
        yield float(gains[best]), Question(feature, float(lines[best]))


def _between(degrees: Floats) -> Floats:
    """Return lines that run through no coordinate of four decimals."""
    return np.asarray(np.round(np.floor(degrees * 1e4) / 1e4 + 5e-5, 5))


def _told(counts: Floats, part: Floats) -> Any:
    """Return how much uncertainty the parts take from the whole (nats, weighed)."""
    return _uncertainty(counts) - _uncertainty(part) - _uncertainty(counts - part)


def _uncertainty(counts: Floats) -> Any:
    total = counts.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = counts * np.log(counts / total)
    return -np.nansum(terms, axis=-1)
