"""How many cases each cell had: what duty is balanced by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncTime

from cases.models import Case
from departments.duty_carrying import Succession
from departments.models import Shift
from grids.models import City, Generation

USUAL_PERIOD: Final = timedelta(days=365)
"""A year, so that no season counts for more than another."""


def cases_by_cell(
    city: City,
    generation: Generation,
    *,
    start: datetime,
    end: datetime,
    shift: Shift | None = None,
) -> Mapping[str, int]:
    """Return the number of cases reported from `start` until `end` by the code of their cell.

    Only those that a shift's hours fall on, where one is given. What was filed in cells of another
    generation counts in equal parts in the cells that stand on their ground now.
    """
    rows = Case.objects.of(city).placed().reported_between(start, end)
    if shift is not None:
        clock = TruncTime("reported_at", tzinfo=ZoneInfo(city.time_zone))
        rows = rows.annotate(clock=clock).filter(_in_hours(shift))
    counted = rows.order_by().values_list("cell__generation", "cell__code")
    by_network: dict[UUID, Counter[str]] = defaultdict(Counter)
    for network, code, count in counted.annotate(n=Count("pk")):
        by_network[network][code] = count
    found = by_network.pop(generation.pk, Counter())
    for old in Generation.objects.filter(pk__in=by_network):
        found += Succession.between(old, generation).spread(by_network[old.pk])
    return found


def _in_hours(shift: Shift) -> Q:
    after, before = Q(clock__gte=shift.begins), Q(clock__lt=shift.ends)
    return after | before if shift.hours.past_midnight else after & before
