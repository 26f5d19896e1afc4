"""Accepted cases of sensitive classes, for the tests of what the public is given of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from cases.models import Case
from tests.factories import Cast
from tests.tiles.drawn import case_row

APRIL: Final = date(2026, 4, 1)
MID: Final = datetime(2026, 4, 15, 4, 0, tzinfo=UTC)
OVER: Final = datetime(2026, 5, 5, 0, 0, tzinfo=UTC)
AD, VENDOR, SHOP = "03002", "03003", "03001"
"""Two classes that are marked here, and one that is not."""
WEST, EAST, NOWHERE = "430302", "430304", ""
PLACES: Final = (WEST, EAST, NOWHERE)

Counts = Mapping[tuple[str, str], int]
"""How many cases there are of a class in a district."""


def mark(cast: Cast) -> None:
    """Make two classes of the cast's city sensitive."""
    for code in (AD, VENDOR):
        cast.classes[code].sensitive = True
        cast.classes[code].save()


def accepted(cast: Cast, code: str, district: str, count: int, at: datetime = MID) -> None:
    """Have so many cases of a class accepted in a district."""
    cell = next((c for c in cast.cells.values() if c.code.startswith(district or "-")), None)
    placed: dict[str, Any] = {"place_known": False}
    if cell is not None:
        placed = {"geom": cell.geom.centroid, "cell": cell, "street_code": cell.code[:9]}
    Case.objects.bulk_create(
        case_row(
            cast,
            case_class=cast.classes[code],
            district_code=district,
            accepted_at=at,
            reported_at=at,
            **placed,
        )
        for _ in range(count)
    )
