"""Past dispatches as arrays, one element a case: all that rules are learnt from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class PastCases:
    """Who got which case, where and when.

    Attributes:
        kind: which class, as an index.
        party: who got it (an organisation with a unit or without), as an index.
        family: of each party, the index of its organisation.
        source: the channel, as an index.
        lon, lat: WGS 84 degrees; NaN = the place is not known.
        age_days: days before the end of the period learnt from.
    """

    kind: Ints
    party: Ints
    family: Ints
    source: Ints
    lon: Floats
    lat: Floats
    age_days: Floats

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def placed(self) -> Flags:
        return np.asarray(~np.isnan(self.lon))

    def only(self, which: NDArray[Any]) -> PastCases:
        """Return the cases at these positions, or where the flags are set."""
        columns = {
            name: getattr(self, name)[which]
            for name in ("kind", "party", "source", "lon", "lat", "age_days")
        }
        return replace(self, **columns)


def recency(age_days: Floats, fades_days: float) -> Floats:
    """Return weights that fall to 1/e in `fades_days`, one on average: departments are renamed."""
    weights = np.exp(-age_days / fades_days)
    return np.asarray(weights / weights.mean())
