"""The calendar of a city: seeded, edited, dated, and never older than its last change."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from grids.models import City
from standards.calendars import CityCalendar, calendar_of
from standards.clocks import Limit, Unit, due_at
from standards.models import CalendarDay, DaySource, WorkingHours
from standards.seeding import seed_years
from tests.factories import Cast

ONE_DAY = Limit(1, Unit.WORKING_DAY)


def now(city: City) -> CityCalendar:
    """The calendar as another process reads it."""
    return calendar_of(City.objects.select_related("calendar").get(pk=city.pk))


def at(day: date, hour: int) -> datetime:
    """A moment in Xiangtan."""
    return datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)


def test_the_published_year_has_its_holidays_and_its_made_up_days(cast: Cast) -> None:
    said = StringIO()
    call_command("seed_calendar", city="xiangtan", year=[2026], stdout=said)
    assert "2026: 39 天 days (已公布 published)" in said.getvalue()
    usual = now(cast.city).usual
    assert not usual.works_on(date(2026, 2, 17))
    assert usual.works_on(date(2026, 2, 14))  # a Saturday, worked for the Spring Festival
    assert now(cast.city).names[date(2026, 2, 14)] == "春节调休"
    # Eve of the festival: what is due in a working day is due ten days later.
    assert due_at(at(date(2026, 2, 14), 14), ONE_DAY, usual) == at(date(2026, 2, 24), 12)


def test_a_year_that_nobody_has_published_is_provisional_and_says_so(cast: Cast) -> None:
    said = StringIO()
    call_command("seed_calendar", city="xiangtan", year=[2029], stdout=said)
    assert "暂定" in said.getvalue()
    days = CalendarDay.objects.in_year(2029)
    assert {day.provisional for day in days} == {True}
    assert days.get(date="2029-02-13").name == "春节"
    calendar = now(cast.city)
    assert not calendar.usual.works_on(date(2029, 10, 1))
    there = (at(date(2029, 2, 1), 9), at(date(2029, 2, 2), 9))
    assert calendar.is_provisional(*there, ONE_DAY)
    assert not calendar.is_provisional(*there, Limit(1, Unit.URGENT_DAY))
    # So is a year in which there is no row at all.
    assert calendar.is_provisional(at(date(2031, 2, 3), 9), at(date(2031, 2, 4), 9), ONE_DAY)


def test_seeding_again_changes_nothing_and_keeps_what_a_person_entered(cast: Cast) -> None:
    seed_years(cast.city, [2026])
    before = now(cast.city).version
    seed_years(cast.city, [2026])
    assert now(cast.city).version == before
    holiday = CalendarDay.objects.get(date="2026-10-07")
    holiday.working, holiday.source, holiday.name = True, DaySource.HAND, "创文迎检"
    holiday.save()
    seed_years(cast.city, [2026])
    assert now(cast.city).usual.works_on(date(2026, 10, 7))


def test_the_published_year_takes_the_place_of_the_provisional_one(cast: Cast) -> None:
    CalendarDay.objects.create(
        calendar=cast.city.calendar,
        date=date(2026, 10, 9),
        working=False,
        name="推定",
        provisional=True,
        source=DaySource.LAW,
    )
    seed_years(cast.city, [2026])
    assert now(cast.city).usual.works_on(date(2026, 10, 9))
    assert 2026 in now(cast.city).published


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO standards_calendarday (id, calendar_id, date, working, name, provisional,"
        " source) SELECT gen_random_uuid(), id, '2026-06-01', false, '', false, 'hand'"
        " FROM standards_workingcalendar",
        "UPDATE standards_calendarday SET working = true WHERE date = '2026-05-01'",
        "DELETE FROM standards_calendarday WHERE date = '2026-05-01'",
        "UPDATE standards_workingcalendar SET morning_from = '09:00'",
    ],
)
def test_whoever_changes_the_calendar_nobody_counts_by_the_old_one(cast: Cast, change: str) -> None:
    seed_years(cast.city, [2026])
    before = now(cast.city)
    assert now(cast.city) is before
    with connection.cursor() as cursor:
        cursor.execute(change)
    after = now(cast.city)
    assert after.version != before.version
    assert (after.usual.exceptions, after.usual.hours) != (
        before.usual.exceptions,
        before.usual.hours,
    )


def test_a_change_that_was_taken_back_leaves_no_trace_in_the_cache(cast: Cast) -> None:
    seed_years(cast.city, [2026])

    def toggled(day: str) -> bool:
        CalendarDay.objects.filter(date=day).update(working=True)
        return now(cast.city).usual.works_on(date.fromisoformat(day))

    with transaction.atomic():
        assert toggled("2026-05-01")
        transaction.set_rollback(True)
    assert not now(cast.city).usual.works_on(date(2026, 5, 1))
    assert toggled("2026-10-01")
    assert not now(cast.city).usual.works_on(date(2026, 5, 1))


def test_a_sub_platform_may_work_other_hours_and_every_day(cast: Cast) -> None:
    seed_years(cast.city, [2026])
    cleaning = WorkingHours.objects.create(
        calendar=cast.city.calendar, name="环卫", spans=["05:00-11:00"], every_day=True
    )
    calendar = now(cast.city)
    assert due_at(at(date(2026, 10, 1), 9), Limit(2, Unit.WORKING_HOUR), calendar.of(cleaning.pk))
    assert calendar.of(cleaning.pk).works_on(date(2026, 10, 1))
    assert calendar.of(None) is calendar.usual


@pytest.mark.parametrize(
    "spans", [[], ["8-12"], ["12:00-08:00"], ["08:00-12:00", "11:00-18:00"], ["08:00-08:00"]]
)
def test_hours_that_make_no_sense_are_refused(cast: Cast, spans: list[str]) -> None:
    with pytest.raises(ValidationError):
        WorkingHours(calendar=cast.city.calendar, name="x", spans=spans).clean()


def test_a_city_elsewhere_keeps_its_own_calendar(boston: City) -> None:
    assert now(boston).version == 0
    with pytest.raises(CommandError, match="not in China"):
        call_command("seed_calendar", city="boston", year=[2026])
