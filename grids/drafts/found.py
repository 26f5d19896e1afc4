"""One finding about a draft: what is wrong, where, why, and the repair that is safe for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import shapely

from grids.checks import SENTENCES, Finding


class Severity(StrEnum):
    ERROR = "error"
    """Keeps the draft from being published."""
    WARNING = "warning"


class Repair(StrEnum):
    """What one call mends without asking further."""

    SNAP_VERTICES = "snap_vertices"
    FILL_SLIVER = "fill_sliver"
    DROP_OVERLAP = "drop_overlap"
    RENUMBER = "renumber"


@dataclass(frozen=True)
class Found:
    """A finding; `shape` is in degrees of WGS 84, `code` and `other` name cells or areas."""

    kind: str
    code: str
    zh: str
    en: str
    shape: shapely.Geometry
    other: str = ""
    area_m2: float = 0.0
    severity: Severity = Severity.ERROR
    repair: Repair | None = None

    @cached_property
    def id(self) -> str:
        """Stable while the network is as it is: of what, where."""
        where = ",".join(f"{x:.7f}" for x in self.shape.bounds)
        told = f"{self.kind} {self.code} {self.other} {where}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def found(
    kind: Finding, code: str, other: str, area_m2: float, shape: shapely.Geometry,
    repair: Repair | None,
) -> Found:  # fmt: skip
    """Return a finding with the sentences of its kind."""
    zh, en = (sentence.format(code=code, other=other) for sentence in SENTENCES[kind])
    return Found(str(kind), code, zh, en, shape, other, round(area_m2, 3), repair=repair)
