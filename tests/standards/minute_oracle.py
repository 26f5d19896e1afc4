"""The slow, obvious clock: it walks minute by minute and asks of each whether it counts.

It shares nothing with `standards.clocks` but the words: no spans, no day tables, no merging.
Everything it is given lies on whole minutes.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from standards.clocks import Calendar, Limit, Pause, Unit

MINUTE = timedelta(minutes=1)


def counts(minute: datetime, unit: Unit, calendar: Calendar, pauses: Iterable[Pause]) -> bool:
    """Whether the minute that begins here is on the clock."""
    for pause in pauses:
        if pause.start <= minute and (pause.end is None or minute < pause.end):
            return False
    if unit in (Unit.URGENT_HOUR, Unit.URGENT_DAY):
        return True
    local = minute.astimezone(calendar.zone)
    day = local.date()
    worked = calendar.exceptions[day] if day in calendar.exceptions else local.isoweekday() <= 5
    if not worked:
        return False
    clock = local.time()
    return any(opens <= clock < closes for opens, closes in calendar.hours)


def minutes_of(limit: Limit) -> int:
    return {
        Unit.URGENT_HOUR: 60,
        Unit.URGENT_DAY: 24 * 60,
        Unit.WORKING_HOUR: 60,
        Unit.WORKING_DAY: 8 * 60,
    }[limit.unit] * int(limit.amount)


def due_at(
    start: datetime, limit: Limit, calendar: Calendar, pauses: list[Pause], *, horizon: datetime
) -> datetime | None:
    """Return the end of the minute that uses the limit up; None if none does before `horizon`."""
    left, minute = minutes_of(limit), start.astimezone(UTC)
    while minute < horizon:
        if counts(minute, limit.unit, calendar, pauses):
            left -= 1
        minute += MINUTE
        if left == 0:
            return minute
    return None


def elapsed(
    start: datetime, end: datetime, unit: Unit, calendar: Calendar, pauses: list[Pause]
) -> timedelta:
    total, minute = 0, start.astimezone(UTC)
    while minute < end:
        total += counts(minute, unit, calendar, pauses)
        minute += MINUTE
    return total * MINUTE
