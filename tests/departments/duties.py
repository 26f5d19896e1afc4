"""Duty on the shared cast's ground, for tests: three shifts and whoever holds which cells."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from departments.duty_editing import DutyWish, put_duty_grid
from departments.models import DutyGrid, Shift
from gis_core.actor import Actor
from gis_core.ids import uuid7
from tests.factories import OPENED_AT, Cast

EDITOR: Final = Actor(user_id=None, is_operator=True)

SHIFTS: Final = (
    ("day", "早班", time(8), time(16)),
    ("evening", "中班", time(16), time(0)),
    ("night", "夜班", time(0), time(8)),
)


def three_shifts(cast: Cast) -> dict[str, Shift]:
    rows = [
        Shift(city=cast.city, code=code, name=name, begins=begins, ends=ends)
        for code, name, begins, ends in SHIFTS
    ]
    return {shift.code: shift for shift in Shift.objects.bulk_create(rows)}


def hold(
    cast: Cast,
    cells: list[str],
    *,
    shift: str = "day",
    by: str = "collector",
    code: str = "",
    at: datetime = OPENED_AT,
    **more: Any,
) -> DutyGrid:
    """Bind cells to an account of the cast (or to an organisation, where `by` names one)."""
    holder: dict[str, UUID] = (
        {"collector": cast.users[by].pk}
        if by in cast.users
        else {"organization": cast.organizations[by].pk}
    )
    wish = DutyWish(
        id=uuid7(),
        code=code or f"{by}-{shift}",
        shift=shift,
        cells=frozenset(cells),
        **{**holder, **more},
    )
    return put_duty_grid(city=cast.city, actor=EDITOR, wish=wish, at=at)
