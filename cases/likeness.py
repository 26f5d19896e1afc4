"""How much two reports look like one problem: pure, so that its tests are tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.looks import ALIKE_BITS, SAME_BITS

NEAR_M: Final = 50
"""Half a cell's side: as far as two people stand apart who photograph one stall, with the error of
a phone between houses. Signalen looks as far around."""

NEAR_HOURS: Final = 14 * 24
"""A fortnight: what was seen again after it is more often a new happening of the same kind."""

LEAST_SCORE: Final = 0.45
"""Below it a suggestion costs more time than it saves: near, and neither of a kind nor of a day."""

WEIGHTS: Final = {"distance": 0.35, "class": 0.30, "time": 0.15, "component": 0.20}
"""They add up to one. Where tells most, then what; when tells least, since an open case stays."""

SAME_MAJOR: Final = 0.5
"""Of the class's weight: people call one thing by neighbouring names."""

NO_COMPONENT: Final = 0.5
"""Of the component's weight, where either case names none: that says nothing."""

SAME_PICTURE_SCORE: Final = 0.98
"""One picture under two reports is one problem, or a forgery: in either case side by side."""

ALIKE_BONUS: Final = 0.1


class ClassMatch(StrEnum):
    SAME = "same"
    MAJOR = "major"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two reports have in common; None = not known, or nothing to compare.

    Attributes:
        distance_m: between the places. hours_apart: between the reports.
        same_component: whether both name the same component.
        photo_bits: in how many of 64 bits their most alike photos differ (see `cases.looks`).
    """

    distance_m: float | None
    match: ClassMatch
    hours_apart: float
    same_component: bool | None
    photo_bits: int | None

    @property
    def same_picture(self) -> bool:
        return self.photo_bits is not None and self.photo_bits <= SAME_BITS

    @property
    def score(self) -> float:
        """From 0 (nothing in common) to 1."""
        if self.same_picture:
            return SAME_PICTURE_SCORE
        if self.same_component is False:
            return 0.0  # two things, however near
        shares = {
            "distance": _share(self.distance_m, NEAR_M),
            "class": {ClassMatch.SAME: 1.0, ClassMatch.MAJOR: SAME_MAJOR}.get(self.match, 0.0),
            "time": _share(self.hours_apart, NEAR_HOURS),
            "component": NO_COMPONENT if self.same_component is None else 1.0,
        }
        alike = self.photo_bits is not None and self.photo_bits <= ALIKE_BITS
        total = sum(WEIGHTS[name] * share for name, share in shares.items())
        return round(min(1.0, total + ALIKE_BONUS * alike), 3)


def _share(apart: float | None, limit: float) -> float:
    """1 for nothing apart, 0 from the limit on."""
    return 0.0 if apart is None else max(0.0, 1 - apart / limit)
