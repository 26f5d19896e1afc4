"""What rooms above the grid add to its drafts; `config` registers it.

Facilities know which components a border would cut, cases and duty know who is affected by a
change. The grid knows none of them: it asks whoever registered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from grids.drafts.found import Found
from grids.models import Generation

Check = Callable[[Generation], Iterable[Found]]
"""Findings of another room about a draft's network."""

Affected = Callable[[Generation, Collection[UUID]], Mapping[UUID, int]]
"""How much hangs on each of these cells of a generation in force, by the cell's key."""


@dataclass
class Ports:
    checks: list[Check] = field(default_factory=list)
    affected: dict[str, Affected] = field(default_factory=dict)

    def register_check(self, check: Check) -> None:
        if check not in self.checks:
            self.checks.append(check)

    def register_affected(self, name: str, counts: Affected) -> None:
        self.affected[name] = counts


ports: Final = Ports()
