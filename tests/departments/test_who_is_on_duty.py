"""Who is on duty here now: nights and holidays included, in one quick query."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from departments.duty import ON_DUTY, on_duty, parameters
from departments.models import DutyGrid, Shift
from departments.shifts import Days, Hours, Moment, joined, moments_of
from gis_core.srid import WGS84
from grids.models import Cell, City, Community, Street
from grids.snap import stored_point
from standards.models import CalendarDay
from tests.departments.duties import hold, three_shifts
from tests.factories import NOW, OPENED_AT, Cast
from tests.ground import centre_of
from tests.tampering import unguarded

ZONE: Final = ZoneInfo("Asia/Shanghai")
CELL: Final = "430302001001001"
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
hours = st.builds(Hours, clocks, clocks, st.sampled_from(Days))


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of May 2026 on Xiangtan's wall; the 6th is a working Wednesday."""
    return datetime(2026, 5, day, hour, minute, tzinfo=ZONE)


def names(cast: Cast, at: datetime, cell: str = CELL) -> list[str]:
    lon, lat = centre_of(cast.cells[cell])
    return [grid.code for grid in on_duty(City.objects.get(), stored_point(lon, lat), at)]


def test_at_two_in_the_night_the_night_shift_is_on_duty(cast: Cast) -> None:
    three_shifts(cast)
    for shift in ("day", "evening", "night"):
        hold(cast, [CELL], shift=shift)
    assert names(cast, local(6, 2)) == ["collector-night"]
    assert names(cast, local(6, 8)) == ["collector-day"]
    assert names(cast, local(6, 15, 59)) == ["collector-day"]
    assert names(cast, local(6, 23, 59)) == ["collector-evening"]


def test_a_shift_past_midnight_belongs_to_the_evening_on_which_it_begins(cast: Cast) -> None:
    Shift.objects.create(
        city=cast.city, code="eve", name="节前夜", begins="22:00", ends="06:00", days=Days.WORKING
    )
    CalendarDay.objects.create(calendar=cast.city.calendar, date=date(2026, 5, 7), working=False)
    hold(cast, [CELL], shift="eve", code="eve")
    assert names(cast, local(6, 23)) == ["eve"]
    # The 7th is a holiday, and its small hours are still the working evening's.
    assert names(cast, local(7, 5, 59)) == ["eve"]
    assert names(cast, local(7, 23)) == []
    assert names(cast, local(8, 2)) == []
    assert names(cast, local(8, 22)) == ["eve"]


def test_duty_goes_on_through_the_holidays(cast: Cast) -> None:
    three_shifts(cast)
    hold(cast, [CELL])
    may_day = date(2026, 5, 1)
    CalendarDay.objects.create(calendar=cast.city.calendar, date=may_day, working=False)
    assert names(cast, local(1, 10)) == ["collector-day"]


def test_a_unit_can_be_on_duty_as_well(cast: Cast) -> None:
    three_shifts(cast)
    hold(cast, [CELL], by="yuhu-unit")
    lon, lat = centre_of(cast.cells[CELL])
    (there,) = on_duty(cast.city, stored_point(lon, lat), NOW)
    assert there.collector is None
    assert there.organization is not None
    assert there.organization.name == "雨湖路街道城管办"


def test_on_a_border_the_cell_with_the_lowest_code_decides(cast: Cast) -> None:
    three_shifts(cast)
    hold(cast, ["430302001001001"], code="west")
    hold(cast, ["430302001001002"], by="checker", code="east")
    point = stored_point(112.901, 27.8315)
    assert [grid.code for grid in on_duty(cast.city, point, NOW)] == ["west"]


def test_beside_the_network_the_nearest_cell_s_collector_is_on_duty(cast: Cast) -> None:
    three_shifts(cast)
    hold(cast, [CELL])
    near, far = stored_point(112.8998, 27.8315), stored_point(112.8995, 27.8315)
    assert [grid.code for grid in on_duty(cast.city, near, NOW)] == ["collector-day"]
    assert on_duty(cast.city, far, NOW) == []


def test_before_and_after_its_dates_a_duty_grid_says_nothing(cast: Cast) -> None:
    three_shifts(cast)
    hold(cast, [CELL], valid_from=local(6, 9), valid_to=local(6, 11))
    found = [names(cast, local(6, hour)) for hour in (8, 9, 10, 11)]
    assert found == [[], ["collector-day"], ["collector-day"], []]


shared = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@shared
@given(hours, clocks, st.booleans(), st.booleans())
def test_sql_and_python_agree_on_when_a_shift_runs(
    cast: Cast, shift: Hours, clock: time, works: bool, worked: bool
) -> None:
    Shift.objects.all().delete()
    Shift.objects.create(
        city=cast.city, code="x", name="x", begins=shift.begins, ends=shift.ends, days=shift.days
    )
    moment = Moment(clock, works, worked)
    assert Shift.objects.running(moment).exists() == shift.covers(moment)
    _, runs = ON_DUTY.split("JOIN departments_shift shift ON shift.id = duty.shift_id AND ")
    said = parameters(cast.city, stored_point(0, 0), NOW, moment)
    with connection.cursor() as cursor:
        condition = runs.partition("LEFT JOIN")[0]
        cursor.execute(f"SELECT FROM departments_shift shift WHERE {condition}", said)
        assert (cursor.fetchone() is not None) == shift.covers(moment)


@given(hours)
def test_a_shift_runs_as_long_as_its_times_say(shift: Hours) -> None:
    """Minute by minute over a day, where every day is worked."""
    minutes = [time(m // 60, m % 60) for m in range(24 * 60)]
    runs = sum(shift.covers(Moment(clock, True, True)) for clock in minutes)
    begins, ends = (t.hour * 60 + t.minute for t in (shift.begins, shift.ends))
    length = (ends - begins) % (24 * 60) or 24 * 60
    assert runs == (0 if shift.days is Days.REST else length)


@given(st.lists(hours, max_size=4), clocks, st.booleans(), st.booleans())
def test_the_parts_of_a_day_tell_every_minute(
    shifts: list[Hours], clock: time, works: bool, worked: bool
) -> None:
    """What runs at a minute runs at the moment that stands for its part of the day."""
    (stand_in,) = [
        moment
        for span, moment in moments_of(shifts)
        if span.begins <= clock and (clock < span.ends or span.ends == time(0))
        if (moment.works_today, moment.worked_before) == (works, worked)
    ]
    at = Moment(clock, works, worked)
    assert [s.covers(at) for s in shifts] == [s.covers(stand_in) for s in shifts]


def test_spans_are_said_as_people_say_them() -> None:
    spans = [span for span, _ in moments_of([Hours(time(8), time(16))])]
    assert [(s.days, s.begins, s.ends) for s in joined(spans)] == [("every", time(0), time(0))]
    nights = [span for span in spans if span.begins != time(8)]
    assert [(s.begins, s.ends) for s in joined(nights)] == [(time(0), time(8)), (time(16), time(0))]


def square(i: int, side: int = 142, step: float = 0.001) -> Polygon:
    west, south = 113.0 + i % side * step, 28.0 + i // side * step
    return Polygon.from_bbox((west, south, west + step, south + step))


@pytest.fixture
def crowded(cast: Cast) -> Cast:
    """20,000 cells beside the cast's, each held in three shifts: 351 duty grids."""
    street, community = cast.streets["430304001"], cast.communities["430304001001"]
    # The ground's own refusals have no say here: these squares only fill the tables.
    with unguarded(("grids_cell", "departments_dutygrid")):
        _fill(cast, street, community)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE grids_cell; ANALYZE departments_dutygrid")
    return cast


def _fill(cast: Cast, street: Street, community: Community) -> None:
    cells = Cell.objects.bulk_create(
        (
            Cell(
                generation=cast.generation, city=cast.city, street=street, community=community,
                code=f"{i:015}", sequence=i, area_m2=1.0, geom=square(i),
            )
            for i in range(20_000)
        ),
        batch_size=5000,
    )  # fmt: skip
    shifts = three_shifts(cast).values()
    codes = [cell.code for cell in cells]
    parts = np.array_split(np.array(codes), 117)
    ground = MultiPolygon(square(0), srid=WGS84)
    DutyGrid.objects.bulk_create(
        DutyGrid(
            city=cast.city, generation=cast.generation, code=f"{shift.code}-{n}", shift=shift,
            collector=cast.users["collector"], cell_codes=part.tolist(), geom=ground,
            valid_from=OPENED_AT,
        )
        for shift in shifts
        for n, part in enumerate(parts)
    )  # fmt: skip


def test_twenty_thousand_cells_in_three_shifts_are_asked_once_and_by_their_index(
    crowded: Cast, django_assert_num_queries: object
) -> None:
    city = City.objects.select_related("calendar").get()
    rng = np.random.default_rng(1)
    points = [stored_point(*at) for at in rng.uniform((113.0, 28.0), (113.142, 28.14), (60, 2))]
    assert len(on_duty(city, points[0], NOW)) == 1
    with django_assert_num_queries(1):  # type: ignore[operator]
        on_duty(city, points[1], NOW)
    moment = Moment(time(10), True, True)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {ON_DUTY}", parameters(city, points[0], NOW, moment))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Cond: (geom && " in plan
    assert "duty_cells" in plan
    assert "Seq Scan on grids_cell" not in plan


def test_a_day_is_found_at_any_hour_of_the_world(cast: Cast) -> None:
    three_shifts(cast)
    hold(cast, [CELL])
    at = local(6, 8).astimezone(UTC)
    assert names(cast, at) == ["collector-day"]
    assert names(cast, at - timedelta(minutes=1)) == []
