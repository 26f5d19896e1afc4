"""Cases on their way through the table of transitions, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cases.states import State
from cases.transitions import TRANSITIONS
from cases.verbs import Verb
from demo.stage_times import Flags, Indices
from demo.times import Seconds

NAMES: Final = ("", *State)
"""What `Taken.before` and `Taken.after` point into; "" = no case yet."""

_AT: Final = {name: index for index, name in enumerate(NAMES)}


class NotInTheTable(Exception):
    """The generator tried a verb where the table has no edge; a fault of the generator."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One verb on some cases: which rows, from and to which state, as the how-manieth, when."""

    rows: Indices
    before: Indices
    after: Indices
    sequence: Indices
    at: Seconds


class Walk:
    """Where each of a number of cases stands, and what it has behind it."""

    def __init__(self, count: int) -> None:
        self.standing: Indices = np.zeros(count, dtype=np.intp)
        self._events: Indices = np.zeros(count, dtype=np.intp)
        self._last = np.zeros(count, dtype=np.int64)

    def take(self, verb: Verb, on: Flags, at: Seconds) -> Taken:
        """Use a verb on the cases `on`, at `at` or when the one before was used, if that is later.

        Raises NotInTheTable.
        """
        rows = np.flatnonzero(on)
        before = self.standing[rows]
        after = _targets(verb)[before]
        if (after < 0).any():
            raise NotInTheTable(verb, sorted({NAMES[i] for i in before[after < 0]}))
        self.standing[rows] = after
        self._events[rows] += 1
        self._last[rows] = np.maximum(self._last[rows], at[rows])
        return Taken(rows, before, after, self._events[rows], self._last[rows])


def _targets(verb: Verb) -> NDArray[np.intp]:
    """Return the state after the verb for each state before it, -1 where the table has none."""
    targets = np.full(len(NAMES), -1, dtype=np.intp)
    for t in TRANSITIONS:
        if t.verb is verb:
            targets[_AT[t.state or ""]] = _AT[t.target]
    return targets
