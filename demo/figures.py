"""What the model city printed about itself, and the same proportions at other sizes.

Source: the city's own account of its smart city management, April 2022. The moment itself is not
printed; the demo reads its figures at the midnight below and says so.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Shanghai")

OPENED_AT: Final = datetime(2017, 6, 1, tzinfo=ZONE)
"""The platform opened in 2017; the day is assumed."""

FIGURES_AT: Final = datetime(2022, 4, 28, tzinfo=ZONE)
"""The moment of the demo: later than this nothing has happened, and what is due is judged here."""

LITTER_SINCE: Final = datetime(2021, 6, 1, tzinfo=ZONE)
"""Litter thrown from cars has its own report since June 2021."""

LITTER_REWARDS_YUAN: Final = 230_000
"""“Over 230,000 yuan” of rewards were paid for them."""

PRINTED_CLOSING_RATE: Final = "99.20 %"
"""What the city prints; its own numbers divide to 99.19 %."""

SOURCE_ZH: Final = "湘潭市公布的数字，2022 年 4 月"
SOURCE_EN: Final = "Figures printed by the city of Xiangtan, April 2022"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Numbers of cases since opening. Litter reports are from cars; valid ones were filed."""

    accepted: int
    filed: int
    due: int
    closed: int
    litter_reports: int
    litter_valid: int

    @property
    def never_filed(self) -> int:
        """Accepted, then refused with a reason (不予立案)."""
        return self.accepted - self.filed

    @property
    def not_yet_due(self) -> int:
        return self.filed - self.due

    @property
    def due_not_closed(self) -> int:
        return self.due - self.closed

    @property
    def litter_refused(self) -> int:
        """Refused at review (不予受理): they never were among the accepted."""
        return self.litter_reports - self.litter_valid

    @property
    def rows(self) -> int:
        """Cases that exist: the accepted ones and those that were refused before."""
        return self.accepted + self.litter_refused

    @property
    def dispatch_rate(self) -> float:
        """立案派遣率 as this city defines it: filed and dispatched / accepted."""
        return self.filed / self.accepted

    @property
    def closing_rate(self) -> float:
        """结案率: closed / due to be closed."""
        return self.closed / self.due


PUBLISHED: Final = Figures(
    accepted=557_939,
    filed=557_471,
    due=557_279,
    closed=552_779,
    litter_reports=5_630,
    litter_valid=3_900,
)


def scaled(accepted: int) -> Figures:
    """Return the published proportions over `accepted` cases, as near as whole numbers come.

    Every kind stays present: at least one case was never filed, one is not yet due, one is late.
    """

    def part(of: int, numerator: int, denominator: int) -> int:
        return min(of - 1, round(of * numerator / denominator))

    filed = part(accepted, PUBLISHED.filed, PUBLISHED.accepted)
    due = part(filed, PUBLISHED.due, PUBLISHED.filed)
    reports = max(2, round(accepted * PUBLISHED.litter_reports / PUBLISHED.accepted))
    return Figures(
        accepted=accepted,
        filed=filed,
        due=due,
        closed=part(due, PUBLISHED.closed, PUBLISHED.due),
        litter_reports=reports,
        litter_valid=part(reports, PUBLISHED.litter_valid, PUBLISHED.litter_reports),
    )


def as_published() -> dict[str, object]:
    """Return the published figures as they are stored with the city and shown beside its own."""
    return {
        "accepted": PUBLISHED.accepted,
        "filed": PUBLISHED.filed,
        "never_filed": PUBLISHED.never_filed,
        "due": PUBLISHED.due,
        "closed": PUBLISHED.closed,
        "not_yet_due": PUBLISHED.not_yet_due,
        "due_not_closed": PUBLISHED.due_not_closed,
        "litter_reports": PUBLISHED.litter_reports,
        "litter_valid": PUBLISHED.litter_valid,
        "litter_rewards_yuan": LITTER_REWARDS_YUAN,
        "printed_closing_rate": PRINTED_CLOSING_RATE,
        "as_of": FIGURES_AT.astimezone(UTC).isoformat(),
        "source_zh": SOURCE_ZH,
        "source_en": SOURCE_EN,
    }
