"""受理 and 不予受理: a report becomes the city's business, or is refused with a reason."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import connection

from cases.models import Case
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb
from grids.models import City


def accept(*, step: Step) -> Case:
    """Accept a report; it gets its number for people."""
    number = _next_number(step)
    return take(step, Verb.ACCEPT, {"number": number, "accepted_at": step.at})


def refuse(*, step: Step) -> Case:
    """Refuse a report, or decline to file an accepted case. Raises ReasonMissing."""
    reason_of(step, Verb.REFUSE)
    return take(step, Verb.REFUSE, {})


def _next_number(step: Step) -> str:
    """Return date in the city and a running number. Gaps are allowed, repeats impossible."""
    zone = (
        City.objects.filter(cases=step.case_id).values_list("time_zone", flat=True).first() or "UTC"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_number')")
        (running,) = cursor.fetchone()
    return f"{step.at.astimezone(ZoneInfo(zone)):%Y%m%d}{running:06d}"
