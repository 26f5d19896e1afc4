"""Personal values go when their time is over: the row stays as a tombstone, the values do not."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from cases.models import CasePractice, Reporter
from cases.states import ENDED, State
from grids.models import City

# A merged report lives on in the case that it follows.
_OVER = Q(case__state__in=ENDED - {State.MERGED}) | Q(
    case__state=State.MERGED, case__merged_into__state__in=ENDED
)


def due_to_be_forgotten(city: City, *, at: datetime, days: int | None = None) -> QuerySet[Reporter]:
    """Return the reporters whose case ended more than so many days ago and stayed so.

    A case ended when its last event happened. `days` None = as long as the city decided.
    """
    kept = CasePractice.of(city).reporters_kept_days if days is None else days
    ended_before = at - timedelta(days=kept)
    return Reporter.objects.filter(
        _OVER,
        case__city=city,
        deleted_at__isnull=True,
        case__events__sequence=F("case__event_count"),
        case__events__at__lt=ended_before,
    )


def forget_reporters(city: City, *, at: datetime, days: int | None = None) -> int:
    """Delete the values of those whose time is over; returns of how many. Twice is harmless."""
    due = due_to_be_forgotten(city, at=at, days=days).values("pk")
    return Reporter.objects.filter(pk__in=due).update(name="", phone="", deleted_at=at)
