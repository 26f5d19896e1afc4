"""Rows of a table of cases once they are checked, and those that were refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from importers.times import Instants, Mask

Texts = NDArray[np.object_]
Degrees = NDArray[np.float64]


class Flag(StrEnum):
    """What is odd about a row that was kept."""

    CLOSED_BEFORE_OPENED = "closed_before_opened"
    AMBIGUOUS_LOCAL_TIME = "ambiguous_local_time"
    SKIPPED_LOCAL_TIME = "skipped_local_time"
    TEXT_WITHHELD = "text_withheld"
    TEXT_CUT = "text_cut"


class Reason(StrEnum):
    """Why a row was refused here; `cases.bulk` adds its own."""

    MISSHAPEN = "row_misshapen"
    NUMBER = "number_unusable"
    OPENED = "opened_unreadable"
    CLOSED = "closed_unreadable"
    DUE = "due_unreadable"
    STATE = "state_unknown"
    SOURCE = "source_unknown"
    CLASS = "class_unusable"
    ORGANIZATION = "organization_unusable"
    PLACE = "place_unreadable"
    DOUBLED = "doubled_in_the_file"
    TAKEN = "outer_number_taken"


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: the line it ends on, its number in the source, and why."""

    line: int
    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows that can be loaded; every array has one value per row.

    Times are UTC, NaT where there is none. `lon`, `lat` are WGS 84 degrees, NaN where the place
    is not known; `raw_lon`, `raw_lat` are as sent. `flags` maps each flag to the rows that bear it.
    """

    line: NDArray[np.int64]
    number: Texts
    opened: Instants
    due: Instants
    closed: Instants
    is_closed: Mask
    source: Texts
    major_class: Texts
    minor_class: Texts
    department: Texts
    unit: Texts
    raw_lon: Degrees
    raw_lat: Degrees
    lon: Degrees
    lat: Degrees
    place: Texts
    road: Texts
    problem: Texts
    flags: dict[Flag, Mask]

    def only(self, kept: Mask) -> Rows:
        """The rows where `kept` is true."""
        arrays = {n: v[kept] for n, v in vars(self).items() if isinstance(v, np.ndarray)}
        return Rows(**arrays, flags={flag: mask[kept] for flag, mask in self.flags.items()})
