"""How large a demo city is: the published city, or the same proportions for a quick look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from demo.figures import PUBLISHED, Figures, scaled

FULL_FACILITIES: Final = 200_000

DENSE_COMPONENTS: Final = 1_300_000
"""A city that registers every component has 64 to 86 in a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """`network` is a scale of `demo.network`; `facilities` counts all of them, roads included.

    `public_share`: toilets, parks … beside the full city's; a small city has fewer cases, but
    people still want a toilet nearby.
    """

    name: str
    network: str
    figures: Figures
    facilities: int
    public_share: float

    @property
    def share(self) -> float:
        """How large this is beside the published city."""
        return self.figures.accepted / PUBLISHED.accepted


SCALES: Final = {
    "small": Scale(
        name="small", network="small", figures=scaled(12_000), facilities=6_000, public_share=0.2
    ),
    "full": Scale(
        name="full", network="full", figures=PUBLISHED, facilities=FULL_FACILITIES, public_share=1.0
    ),
}


def components_of(scale: Scale, others: int, *, dense: bool) -> int:
    """Return how many components a city of this scale has beside `others` facilities."""
    if dense:
        return round(DENSE_COMPONENTS * scale.share)
    return max(1, scale.facilities - others)
