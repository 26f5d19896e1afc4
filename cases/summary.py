"""The city's figures on one line, which must add up: what came in, what was owed, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from cases.models.case import CaseQuerySet
from cases.states import DONE_ORDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of cases at a moment.

    accepted = filed + never_filed; filed = due + not_yet_due; due = closed + due_not_closed.
    Due (应结案) = closed, or past its time and not closed.
    """

    at: datetime
    accepted: int
    filed: int
    due: int
    closed: int
    unplaced: int

    @property
    def never_filed(self) -> int:
        return self.accepted - self.filed

    @property
    def not_yet_due(self) -> int:
        return self.filed - self.due

    @property
    def due_not_closed(self) -> int:
        return self.due - self.closed

    @property
    def dispatch_rate(self) -> float | None:
        """派遣率 as this city defines it: filed and dispatched / accepted, in per cent."""
        return _percent(self.filed, self.accepted)

    @property
    def closing_rate(self) -> float | None:
        """结案率: closed / due to be closed, in per cent."""
        return _percent(self.closed, self.due)


def summarize(cases: CaseQuerySet, *, at: datetime) -> Summary:
    """Count the given cases as they stood in the books at `at`, in one query."""
    closed = Q(state__in=DONE_ORDER)  # a settled case has met its obligation
    counts = cases.aggregate(
        accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
        filed=Count("pk", filter=Q(filed_at__isnull=False)),
        due=Count("pk", filter=Q(filed_at__isnull=False) & (closed | Q(due_at__lte=at))),
        closed=Count("pk", filter=Q(filed_at__isnull=False) & closed),
        unplaced=Count("pk", filter=Q(place_known=False)),
    )
    return Summary(at=at, **counts)


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None
