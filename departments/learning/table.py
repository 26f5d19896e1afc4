"""From trees to a table of rules that is read from the top: what is asked comes before what is not.

Of the two answers to a question the rarer one becomes a condition; the other needs none, for the
rules above have answered it already. So a rule asks two or three things at most, and the last rule
of a class asks for the class alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from departments.learning.areas import Division, Squares, divisions
from departments.learning.past import Floats, Ints, PastCases, recency
from departments.learning.trees import (
    LEAST,
    MAKES_UP,
    Asks,
    Feature,
    Node,
    Sample,
    grow,
    prune,
)

FADES_DAYS: Final = 90.0
"""How fast the past counts for less: to 1/e in a quarter."""

SEEN_DAYS: Final = 92.0
"""What a rule tells of itself is of the last three months, where they hold enough cases."""

RUNNERS_UP: Final = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One condition of a learnt rule: a question and the answer that it wants."""

    asks: Asks
    which: int
    value: float
    wanted: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Whom cases went to, how many of those that the rule counts."""

    party: int
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntRule:
    """One rule: its class and terms, who comes first and next, and the cases that it counts.

    `times` of them are not older than `since_days` before the end.
    """

    kind: int
    terms: tuple[Term, ...]
    best: tuple[Place, ...]
    times: int
    since_days: float


@dataclass(frozen=True)
class Learnt:
    """A whole table, and the divisions that its terms speak of by their position."""

    rules: tuple[LearntRule, ...]
    squares: Squares
    divisions: tuple[Division, ...]


def learn(past: PastCases, at_most: int) -> Learnt:
    """Return at most so many rules, in the order in which they are read."""
    known = past.only(past.placed)
    squares = Squares.over(known.lon, known.lat)
    among = divisions(_by_organization(past), squares)
    found = (*divisions(past, squares), *(replace(one, of_organizations=True) for one in among))
    features = list(_features(past, squares, found))
    weight = recency(past.age_days, FADES_DAYS)
    kinds = list(_by_kind(past.kind))
    trees, parties = [], []
    for rows in kinds:
        names, party = np.unique(past.party[rows], return_inverse=True)
        every = np.zeros(len(past), dtype=np.intp)
        every[rows] = party
        trees.append(grow(Sample(every, weight, len(names), features), rows))
        parties.append(names)
    prune(trees, at_most)
    rules = [
        _rule(int(past.kind[rows[0]]), terms, order, node, past, names)
        for rows, tree, names in zip(kinds, trees, parties, strict=True)
        for terms, order, node in _read(tree, (), None)
    ]
    return Learnt(tuple(rules), squares, found)


def _by_organization(past: PastCases) -> PastCases:
    """Return the same past as if all were units of one: how the organisations divide the city."""
    size = int(past.family.max()) + 1
    return PastCases(
        kind=past.kind,
        party=past.family[past.party],
        family=np.zeros(size, dtype=np.intp),
        source=past.source,
        lon=past.lon,
        lat=past.lat,
        age_days=past.age_days,
    )


def _features(past: PastCases, squares: Squares, found: Sequence[Division]) -> Iterator[Feature]:
    yield Feature(Asks.PLACED, past.placed.astype(np.intp))
    for n, division in enumerate(found):
        yield Feature(Asks.AREA, division.at(squares, past), n)
    yield Feature(Asks.WEST_OF, past.lon)
    yield Feature(Asks.SOUTH_OF, past.lat)
    yield Feature(Asks.SOURCE, past.source)


def _by_kind(kind: Ints) -> Iterable[Ints]:
    order = np.argsort(kind, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(kind[order])) + 1)


Read = Iterator[tuple[tuple[Term, ...], Floats, Node]]


def _read(node: Node, terms: tuple[Term, ...], above: Floats | None) -> Read:
    """Yield the leaves with what they ask and how likely each party is, the rarer answer first."""
    total = node.counts.sum()
    share = node.counts / max(total, 1e-9)
    if above is not None:
        share = (node.counts + MAKES_UP * above) / (total + MAKES_UP)
    if node.question is None or node.yes is None or node.no is None:
        yield terms, share, node
        return
    feature = node.question.feature
    wanted = not feature.has_line or len(node.yes.rows) <= len(node.no.rows)
    term = Term(feature.asks, feature.which, node.question.value, wanted)
    first, second = (node.yes, node.no) if wanted else (node.no, node.yes)
    yield from _read(first, (*terms, term), share)
    yield from _read(second, terms, share)


def _rule(
    kind: int, terms: tuple[Term, ...], share: Floats, node: Node, past: PastCases, names: Ints
) -> LearntRule:
    age = past.age_days[node.rows]
    recent = node.rows[age <= SEEN_DAYS]
    counted, since = (recent, SEEN_DAYS) if len(recent) >= LEAST else (node.rows, float(age.max()))
    order = names[np.argsort(-share, kind="stable")]
    places = [Place(int(p), int((past.party[counted] == p).sum())) for p in order]
    likely = [place for place in places[1:] if place.times][:RUNNERS_UP]
    return LearntRule(
        kind=kind,
        terms=terms,
        best=(places[0], *likely),
        times=len(counted),
        since_days=since,
    )
