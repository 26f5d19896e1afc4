"""Whether a moment of a case is past.

A generated city stands still at the moment of its figures; what is reported in it today does not.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from cases.models import Case
from grids.models import City


def past(column: str, city: City, at: datetime) -> Q:
    """Return the condition of the cases whose `column` (a moment, or NULL) lies before `at`."""
    still = city.figures_time(at)
    earlier = Q(**{f"{column}__isnull": False, f"{column}__lt": still})
    if still == at:
        return earlier
    return earlier | Q(**{"reported_at__gte": still, f"{column}__lt": at})


def is_past(case: Case, moment: datetime, city: City, at: datetime) -> bool:
    """Return whether a moment of one case lies before `at`."""
    still = city.figures_time(at)
    return moment < (at if case.reported_at >= still else still)
