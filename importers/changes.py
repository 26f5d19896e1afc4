"""What an import would change, compared with what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry


@dataclass(frozen=True, slots=True)
class Changes:
    """Counts of rows by what would happen to them."""

    new: int
    changed: int
    gone: int
    same: int

    def __bool__(self) -> bool:
        """Whether anything would change."""
        return bool(self.new or self.changed or self.gone)

    def __str__(self) -> str:
        return f"+{self.new} ~{self.changed} -{self.gone}"


def changes(stored: Mapping[str, Any], given: Mapping[str, Any]) -> Changes:
    """Compare two tables of rows by code; rows compare as values."""
    both = stored.keys() & given.keys()
    changed = sum(stored[code] != given[code] for code in both)
    return Changes(
        new=len(given.keys() - both),
        changed=changed,
        gone=len(stored.keys() - both),
        same=len(both) - changed,
    )


def shape(geometry: GEOSGeometry) -> bytes:
    """A geometry as a value: its coordinates to the last bit."""
    return bytes(geometry.wkb)
