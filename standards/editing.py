"""Changing a city's calendar: by whoever may, day by day."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Final

from gis_core.actor import Actor
from gis_core.errors import DomainError, NotFound
from grids.models import City
from standards.models import CalendarDay, DaySource, WorkingCalendar

EDIT_CALENDAR: Final = "edit_calendar"
"""The verb that a post must hold; no case is touched by it, only when its time is over."""


class CalendarNotYours(DomainError):
    code = "calendar_not_yours"
    status = HTTPStatus.FORBIDDEN
    zh = "您的岗位不能修改日历。"
    en = "None of your posts may change the calendar."


class DayUnknown(NotFound):
    code = "calendar_day_unknown"
    zh = "日历中没有这一天的安排：{what}。"
    en = "The calendar says nothing special of this day: {what}."


def set_day(*, city: City, actor: Actor, day: date, working: bool, name: str) -> CalendarDay:
    """Say whether a day is worked; it is a person's word then, which no package overwrites.

    Raises:
        CalendarNotYours: no post of the actor holds the verb.
    """
    calendar = _calendar(city, actor)
    said = {"working": working, "name": name, "provisional": False, "source": DaySource.HAND}
    row, _ = CalendarDay.objects.update_or_create(calendar=calendar, date=day, defaults=said)
    return row


def forget_day(*, city: City, actor: Actor, day: date) -> None:
    """Let a day follow the week again. Raises CalendarNotYours, DayUnknown."""
    gone, _ = CalendarDay.objects.filter(calendar=_calendar(city, actor), date=day).delete()
    if not gone:
        raise DayUnknown(what=day)


def _calendar(city: City, actor: Actor) -> WorkingCalendar:
    if not (actor.is_operator or actor.may(EDIT_CALENDAR, city.pk)):
        raise CalendarNotYours
    calendar, _ = WorkingCalendar.objects.get_or_create(city=city)
    return calendar
