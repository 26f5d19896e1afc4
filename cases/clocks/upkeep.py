"""What keeps the clocks of a city right by itself, minute by minute; late or twice, it is the same.

The order matters: first what is counted wrongly since the calendar changed, then what wakes up,
and only then marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.clocks.limits import rules_of
from cases.clocks.overdue import give_clocks, mark_overdue
from cases.clocks.recount import recompute_due
from cases.clocks.waking import wake_deferred
from grids.models import City
from standards.calendars import calendar_of


@dataclass(frozen=True, slots=True)
class KeptUp:
    """What one round did."""

    given: int
    recounted: bool
    woken: int
    marked: int


def keep_up(city: City, *, at: datetime) -> KeptUp:
    """Do one round for a city."""
    city = City.objects.select_related("calendar", "clock_rules").get(pk=city.pk)
    given = give_clocks(city, at=at)
    stale = rules_of(city).calendar_version != calendar_of(city).version
    if stale:
        recompute_due(city, at=at)
    return KeptUp(given, stale, wake_deferred(city, at=at), mark_overdue(city, at=at))
