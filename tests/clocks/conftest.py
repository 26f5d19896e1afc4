"""A city with standard rows and the calendar of 2026, and a hand on its wall clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases.models import Case, CaseClock
from standards.clocks import Unit
from standards.models import RowSet, StandardRow, StandardStage
from standards.seeding import seed_years
from tests.factories import OPENED_AT, Cast
from tests.journeys.story import Story

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(said: str, year: int = 2026) -> datetime:
    """A moment in Xiangtan: "05-06 10:00"."""
    return datetime.fromisoformat(f"{year}-{said.replace(' ', 'T')}").replace(tzinfo=SHANGHAI)


@dataclass
class City:
    """The cast, its rows, and the time on the wall."""

    cast: Cast
    wall: dict[str, datetime] = field(default_factory=dict)

    def at(self, said: str) -> None:
        """Set the time on the wall."""
        self.wall["now"] = at(said)

    def story(self, said: str, until: str = "", **report: Any) -> Story:
        """A report at this time, led along the main road up to a verb."""
        self.at(said)
        return Story(self.cast, until=until, **report)

    def clock(self, case_id: UUID, kind: str, organization: str | None = None) -> CaseClock:
        """The newest clock of a kind."""
        clocks = CaseClock.objects.filter(case=case_id, kind=kind)
        if organization:
            clocks = clocks.filter(organization=self.cast.organizations[organization])
        newest = clocks.order_by("-started_at", "-id").first()
        assert newest is not None
        return newest

    def case(self, case_id: UUID) -> Case:
        return Case.objects.get(pk=case_id)

    def told(self, case_id: UUID, who: str = "leader", **headers: str) -> dict[str, dict[str, Any]]:
        """What the API says of each kind's newest clock."""
        answer = self.cast.client(who).get(f"/api/v1/cases/{case_id}/clocks", headers=headers)
        assert answer.status_code == 200, answer.content
        return {clock["kind"]: clock for clock in answer.json()}


def row(book: RowSet, code: str, amount: str, unit: Unit, **more: Any) -> StandardRow:
    """One row of a class."""
    return StandardRow.objects.create(
        row_set=book,
        class_code=code,
        limit_text=f"{amount}{unit}",
        limit_amount=Decimal(amount),
        limit_unit=unit.value,
        **more,
    )


def rows_of(cast: Cast) -> RowSet:
    """Trading outside the shop: a working day, or 2 hours at once; a burst main in stages."""
    book = RowSet.objects.create(
        city=cast.city, code="handbook", name="指挥手册", valid_from=OPENED_AT
    )
    row(book, "03001", "1", Unit.WORKING_DAY, filing_condition="占道 2 平方米以内")
    row(book, "03001", "2", Unit.URGENT_HOUR, order=2, filing_condition="影响通行")
    row(book, "03003", "4", Unit.URGENT_HOUR)
    staged = row(book, "01001", "5", Unit.WORKING_DAY, filing_condition="破裂漏水")
    for order, (name, amount, unit) in enumerate(
        (
            ("控制", "3", Unit.URGENT_HOUR),
            ("修复", "8", Unit.URGENT_HOUR),
            ("恢复", "5", Unit.WORKING_DAY),
        ),
        start=1,
    ):
        StandardStage.objects.create(
            row=staged,
            order=order,
            name=name,
            limit_text=f"{amount}{unit}",
            limit_amount=Decimal(amount),
            limit_unit=unit.value,
        )
    return book


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The time that everybody reads; set `wall["now"]`."""
    real: Callable[[], datetime] = timezone.now
    hand: dict[str, datetime] = {}
    monkeypatch.setattr(timezone, "now", lambda: hand.get("now") or real())
    return hand


@pytest.fixture
def town(cast: Cast, wall: dict[str, datetime]) -> City:
    """Xiangtan with its rows, on Wednesday 6 May 2026: the holiday was over on the fifth."""
    seed_years(cast.city, [2026])
    rows_of(cast)
    return City(cast, wall)
