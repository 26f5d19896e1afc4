"""How fast the due times of every open case are counted anew after a holiday has changed.

`measure` fills a city with open cases of its own kind (a case clock and a department's clock each,
one in fifty with a rework, one in a hundred parked for a while), declares a day to be a holiday and
counts: reading, reckoning, writing what changed with row history and every index, committed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from time import perf_counter

from django.db import connection
from django.utils import timezone

from cases.clocks.keeping import clock_of, load
from cases.clocks.recount import Recounted, recompute_due
from cases.models import Case, CaseClock
from grids.models import City
from standards.calendars import calendar_of
from standards.models import CalendarDay, DaySource, WorkingCalendar
from standards.seeding import seed_years

GOAL_S = 30.0
GOAL_CASES = 558_000


@dataclass(frozen=True, kw_only=True)
class DueFigures:
    """One run: a changed holiday, the same again with nothing left to change, and the worst that
    can happen: other working hours, which move every limit in working time."""

    cases: int
    changed: Recounted
    seconds: float
    worst: Recounted
    worst_s: float
    again: Recounted
    again_s: float
    compared: int

    @property
    def per_s(self) -> float:
        return self.cases / self.seconds

    @property
    def holds(self) -> bool:
        return self.seconds <= GOAL_S * max(1.0, self.cases / GOAL_CASES)

    def lines(self) -> list[str]:
        """What the bench prints."""
        return [
            f"due dates     {self.per_s:9,.0f} cases/s ({self.cases:,} open cases,"
            f" {self.changed.clocks:,} clocks in {self.seconds:.1f} s; changed:"
            f" {self.changed.cases_changed:,} cases, {self.changed.clocks_changed:,} clocks)",
            f"nothing new   {self.cases / self.again_s:9,.0f} cases/s ({self.again_s:.1f} s,"
            f" {self.again.clocks_changed} changed)",
            f"other hours   {self.cases / self.worst_s:9,.0f} cases/s ({self.worst_s:.1f} s;"
            f" changed: {self.worst.cases_changed:,} cases, {self.worst.clocks_changed:,} clocks)",
            f"compared      {self.compared:9,} cases clock by clock with the pure functions: equal"
            f"   (goal: {GOAL_CASES:,} in {GOAL_S:.0f} s: {'held' if self.holds else 'NOT HELD'})",
        ]


def measure(city: City, count: int = GOAL_CASES, *, compare: int = 500) -> DueFigures:
    """Fill the city, change a holiday, count; raises AssertionError where a clock is wrong."""
    today = timezone.now()
    if not Case.objects.filter(city=city, flags__contains=["bench_due"]).exists():
        seed_years(city, [today.year - 1, today.year])
        fill(city, count, today)
        recompute_due(city, at=today)
    change_a_holiday(city, today.date() + timedelta(days=3))
    seconds, changed = _timed(city, today)
    again_s, again = _timed(city, today)
    change_the_hours(city)
    worst_s, worst = _timed(city, today)
    return DueFigures(
        cases=Case.objects.filter(city=city).open().count(),
        changed=changed,
        seconds=seconds,
        worst=worst,
        worst_s=worst_s,
        again=again,
        again_s=again_s,
        compared=check(city, compare),
    )


def change_a_holiday(city: City, day: date) -> None:
    """Turn the next weekday from `day` on into a holiday, or back."""
    while day.weekday() >= 5:
        day += timedelta(days=1)
    row, new = CalendarDay.objects.get_or_create(
        calendar=city.calendar,
        date=day,
        defaults={"working": False, "name": "测试", "source": DaySource.HAND},
    )
    if not new:
        CalendarDay.objects.filter(pk=row.pk).update(working=not row.working)


def change_the_hours(city: City) -> None:
    """Let the afternoon end at half past five, or at six again."""
    calendar = WorkingCalendar.objects.get(city=city)
    late = time(18)
    calendar.afternoon_to = time(17, 30) if calendar.afternoon_to == late else late
    calendar.save()


def check(city: City, count: int) -> int:
    """Compare the stored due times of random cases with the pure functions."""
    city = City.objects.select_related("calendar").get(pk=city.pk)
    calendars = calendar_of(city).of
    keys = list(CaseClock.objects.filter(case__city=city).values_list("case", flat=True)[:50_000])
    for key in random.Random(7).sample(keys, min(count, len(keys))):
        case = Case.objects.select_related("city__calendar").get(pk=key)
        work = load(case)
        for row in CaseClock.objects.filter(case=case):
            assert work.due_at(clock_of(row), calendars) == row.due_at, row
            if row.kind == "case":
                assert case.due_at == row.due_at, row
    return min(count, len(keys))


def _timed(city: City, at: datetime) -> tuple[float, Recounted]:
    began = perf_counter()
    found = recompute_due(city, at=at)
    return perf_counter() - began, found


def fill(city: City, count: int, now: datetime) -> None:
    """Insert open cases with their clocks, reported in the last thirty days."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.43)")
        for statement in (_CASES, _CLOCKS, _REWORKED, _PARKED):
            cursor.execute(statement, {"city": city.pk, "count": count, "now": now})
        cursor.execute("ANALYZE cases_case, cases_caseclock, cases_casepause")


_CASES = """
    WITH cell AS (
        SELECT row_number() OVER () AS n, id, geom FROM (
            SELECT * FROM grids_cell WHERE city_id = %(city)s LIMIT 500
        ) few
    ),
    class AS (
        SELECT row_number() OVER () AS n, c.id FROM standards_caseclass c
        JOIN standards_dictionary d ON d.id = c.dictionary_id AND d.city_id = %(city)s
        WHERE c.level = 'minor'
    ),
    department AS (
        SELECT row_number() OVER () AS n, id FROM departments_organization
        WHERE city_id = %(city)s AND kind = 'sub_platform'
    ),
    many AS (
        SELECT g, %(now)s - random() * interval '30 days' AS filed,
            1 + g %% (SELECT count(*) FROM cell) AS cell_n,
            1 + g %% (SELECT count(*) FROM class) AS class_n,
            1 + g %% (SELECT count(*) FROM department) AS department_n
        FROM generate_series(1, %(count)s) g
    )
    INSERT INTO cases_case (id, city_id, number, state, case_class_id, urgency, source, origin,
        place_known, datum, geom, cell_id, snap_kind, district_code, street_code, community_code,
        place_text, road, problem_text, organization_id, reported_at, received_at, accepted_at,
        filed_at, dispatched_at, flags, fingerprint, event_count)
    SELECT gen_random_uuid(), %(city)s, 'due' || g, 'handling', class.id, 'normal', 'collector',
        'generated', true, 'wgs84', ST_PointOnSurface(cell.geom), cell.id, 'inside', '', '', '',
        '测试', '', '测试', department.id, filed, filed, filed, filed, filed, '{bench_due}', '', 1
    FROM many JOIN cell ON cell.n = cell_n JOIN class ON class.n = class_n
    JOIN department ON department.n = department_n
"""

# Of four limits in turn: 1, 3 or 5 working days (the case has three hours more), or 4 hours.
_CLOCKS = """
    INSERT INTO cases_caseclock (id, case_id, kind, organization_id, limit_amount, limit_unit,
        started_at, annulled)
    SELECT gen_random_uuid(), c.id, k.kind, CASE WHEN k.kind = 'handle' THEN c.organization_id END,
        CASE WHEN k.kind = 'handle' THEN l.amount ELSE l.case_amount END,
        CASE WHEN k.kind = 'handle' THEN l.unit ELSE l.case_unit END,
        c.filed_at, false
    FROM (
        SELECT *, row_number() OVER () %% 4 AS n FROM cases_case
        WHERE city_id = %(city)s AND flags @> '{bench_due}'
    ) c
    JOIN (VALUES (0, 1, 'working_day', 11, 'working_hour'), (1, 3, 'working_day', 27,
        'working_hour'), (2, 5, 'working_day', 43, 'working_hour'), (3, 4, 'urgent_hour', 7,
        'urgent_hour')) l (n, amount, unit, case_amount, case_unit) ON l.n = c.n
    CROSS JOIN (VALUES ('case'), ('handle')) k (kind)
"""

_REWORKED = """
    INSERT INTO cases_casepause (id, case_id, clock_id, started_at, ended_at, why)
    SELECT gen_random_uuid(), case_id, id, started_at + interval '3 hours',
        started_at + interval '9 hours', 'elsewhere'
    FROM (
        SELECT k.*, row_number() OVER () AS n FROM cases_caseclock k
        JOIN cases_case c ON c.id = k.case_id AND c.city_id = %(city)s
        WHERE k.kind = 'handle' AND c.flags @> '{bench_due}'
    ) k WHERE n %% 50 = 0
"""

_PARKED = """
    INSERT INTO cases_casepause (id, case_id, started_at, ended_at, why)
    SELECT gen_random_uuid(), id, filed_at + interval '1 hour', filed_at + interval '4 days',
        'parked'
    FROM (
        SELECT *, row_number() OVER () AS n FROM cases_case
        WHERE city_id = %(city)s AND flags @> '{bench_due}'
    ) c WHERE n %% 100 = 0
"""
