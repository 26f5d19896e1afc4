"""Counting the open cases of a city anew, after its calendar has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.utils import timezone
from numpy.typing import NDArray

from cases.clocks import bulk
from cases.clocks.limits import rules_of
from cases.clocks.vector import Clocks, Due, Flags, reckon
from cases.models import ClockRules
from grids.models import City
from standards.calendars import CityCalendar, calendar_of
from standards.clocks import Limit
from standards.reckoner import NEVER, Micros, Reckoner, micros

DAYS_AHEAD: Final = 3 * 366
"""Beyond what any limit of a city reaches; what is not used up by then has no due time."""

MICROS: Final = 1_000_000
COUNTED_ALIKE_S: Final = 1e-6
BATCH_CASES: Final = 20_000
WRITERS: Final = 2
"""Connections that write at once; the database has most of the work."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many clocks of open cases were counted, and how many rows that changed."""

    clocks: int
    cases_changed: int
    clocks_changed: int


def recompute_due(city: City, *, at: datetime | None = None) -> Recounted:
    """Count every clock of every open case anew and write what changed, set-based.

    Running it again changes nothing, also after it was killed half-way: cases are written some
    thousands at a time, so that nobody who works on one waits long. Cases that are closed stay as
    they were judged.
    """
    city = City.objects.select_related("calendar", "clock_rules").get(pk=city.pk)
    calendar, rules = calendar_of(city), rules_of(city)
    hours = list(calendar.patterns)
    now = city.figures_time(at or timezone.now())
    with connection.cursor() as cursor, _alone(cursor, city):
        rows = bulk.read_clocks(cursor, city, hours)
        changed = (0, 0)
        if len(rows):
            clocks = _columns(rows, bulk.read_pauses(cursor, city), len(hours))
            due = _due(clocks, calendar, rules, hours, now)
            changed = _write(rows, clocks, due)
        told = ClockRules.objects.filter(city=city).update(calendar_version=calendar.version)
        if not told:
            ClockRules.objects.create(city=city, calendar_version=calendar.version)
    return Recounted(len(rows), *changed)


@contextmanager
def _alone(cursor: Any, city: City) -> Iterator[None]:
    """One at a time in each city."""
    name = [f"recount {city.pk}"]
    cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", name)
    try:
        yield
    finally:
        cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", name)


def _columns(rows: bulk.Records, pauses: bulk.Records, patterns: int) -> Clocks:
    """Reckoners are: day and night, the city's hours, then each pattern's."""
    lengths = np.array([Limit(1, unit).length // timedelta(seconds=1) for unit in bulk.UNITS])
    unit = rows["unit"].astype(np.intp)
    continuous = np.array([unit.continuous for unit in bulk.UNITS])[unit] | (rows["amount"] == 0)
    of, order = _owners(rows, pauses)
    return Clocks(
        started=bulk.moments(rows["started"]),
        stopped=bulk.moments(rows["stopped"]),
        length=rows["amount"].astype(np.int64) * lengths[unit] * (MICROS // 100),
        unit=np.where(continuous, 0, 1 + rows["hours"].astype(np.intp)),
        fixed_due=bulk.moments(rows["fixed_due"]),
        fixed_at=bulk.moments(rows["fixed_at"]),
        pause_of=of[order],
        pause_start=bulk.moments(pauses["start"])[order],
        pause_end=bulk.moments(pauses["end"])[order],
    )


def _owners(rows: bulk.Records, pauses: bulk.Records) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return each pause's clock as an index, and the order by clock (then by start)."""
    rested = np.flatnonzero(rows["rested"])
    index = dict(zip(rows["id"][rested].tolist(), rested.tolist(), strict=True))
    of = np.array([index[key] for key in pauses["clock_id"].tolist()], dtype=np.intp)
    return of, np.argsort(of, kind="stable")


def _due(
    clocks: Clocks, calendar: CityCalendar, rules: ClockRules, hours: list[UUID], now: datetime
) -> Due:
    first, last = _days(clocks, now)
    laid_out = [calendar.usual, *(calendar.of(key) for key in hours)]
    return reckon(
        clocks,
        [Reckoner(None, first, last), *(Reckoner(one, first, last) for one in laid_out)],
        continuous=0,
        amber_percent=rules.amber_percent,
        at=micros(now),
    )


def _days(clocks: Clocks, now: datetime) -> tuple[date, date]:
    earliest = datetime.fromtimestamp(int(clocks.started.min()) // MICROS, tz=now.tzinfo).date()
    latest = max(int(clocks.started.max()), micros(now)) // MICROS
    last = datetime.fromtimestamp(latest, tz=now.tzinfo).date()
    return earliest - timedelta(days=2), last + timedelta(days=DAYS_AHEAD)


def _write(rows: bulk.Records, clocks: Clocks, due: Due) -> tuple[int, int]:
    case = _cases(rows)
    counted = np.where(clocks.stopped != NEVER, due.counted / MICROS, -1.0)
    new: dict[str, NDArray[Any]] = {
        "due": bulk.as_stored(due.due),
        "amber": bulk.as_stored(due.amber),
        "overdue": bulk.as_stored(due.overdue),
        "department_overdue": bulk.as_stored(_marks(rows, clocks, due.overdue, case)),
        "counted": counted,
        "was_due": rows["due"],
        "was_stopped": rows["stopped"],
        "case_id": rows["case_id"],
        "id": rows["id"],
    }
    differs = np.abs(rows["counted"] - counted) > COUNTED_ALIKE_S
    for name in ("due", "amber", "overdue"):
        differs |= rows[name] != new[name]
    mark_differs = rows["department_overdue"] != new["department_overdue"]
    of_case = (differs | mark_differs) & rows["of_case"]

    def write(some: NDArray[np.intp]) -> tuple[int, int]:
        with transaction.atomic(), connection.cursor() as cursor:
            # Cases are locked before their clocks, as a step does it.
            cases = bulk.write_cases(cursor, _picked(new, some[of_case[some]]))
            return cases, bulk.write_clocks(cursor, _picked(new, some[differs[some]]))

    done = list(_in_parallel(write, _batches(case, differs | of_case)))
    return sum(cases for cases, _ in done), sum(clocks for _, clocks in done)


Batch = NDArray[np.intp]


def _in_parallel(
    write: Callable[[Batch], tuple[int, int]], batches: Iterable[Batch]
) -> Iterator[tuple[int, int]]:
    """Write on several connections; on the caller's own where that is inside a transaction."""
    if connection.in_atomic_block:
        yield from map(write, batches)
        return

    def by_itself(some: Batch) -> tuple[int, int]:
        try:
            return write(some)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=WRITERS) as pool:
        yield from pool.map(by_itself, batches)


def _batches(case: NDArray[np.intp], changed: Flags) -> Iterator[Batch]:
    """Yield the changed rows, some thousands of cases at a time, a case never parted."""
    rows = np.flatnonzero(changed)
    rows = rows[np.argsort(case[rows], kind="stable")]
    nth = np.cumsum(np.diff(case[rows], prepend=-1) > 0)
    for first in range(1, int(nth[-1]) + 1 if len(nth) else 0, BATCH_CASES):
        low, high = np.searchsorted(nth, [first, first + BATCH_CASES])
        yield rows[low:high]


def _picked(columns: dict[str, NDArray[Any]], of: Batch) -> dict[str, NDArray[Any]]:
    return {name: column[of] for name, column in columns.items()}


def _cases(rows: bulk.Records) -> NDArray[np.intp]:
    """Number the cases from 0, and return each clock's."""
    keys = np.ascontiguousarray(rows["case_id"]).view(">u8").reshape(-1, 2)
    order = np.lexsort((keys[:, 1], keys[:, 0]))
    ordered = keys[order]
    begins = np.concatenate([[True], np.any(ordered[1:] != ordered[:-1], axis=1)])
    case = np.empty(len(rows), dtype=np.intp)
    case[order] = np.cumsum(begins) - 1
    return case


def _marks(rows: bulk.Records, clocks: Clocks, overdue: Micros, case: NDArray[np.intp]) -> Micros:
    """Return each clock's case's department mark: the first of those since it was filed."""
    running = rows["of_case"]
    filed = np.full(int(case.max()) + 1, NEVER)
    filed[case[running]] = clocks.started[running]
    mark = np.full(len(filed), NEVER)
    counts = rows["of_department"] & (clocks.started >= filed[case])
    np.minimum.at(mark, case[counts], overdue[counts])
    return mark[case]
