"""When a city works: its hours, its holidays and made-up days, and hours that differ from them.

Every change of any of these rows, by whatever way, gives the calendar a new `version` (a trigger,
see `sql/calendar_version.sql`): what was worked out from an older one is known to be old.
"""

from __future__ import annotations

from datetime import date
from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from gis_core.models import UUIDModel
from grids.models import City
from standards.hours import read_spans


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["version"],
    model_name="WorkingCalendarHistory",
)
class WorkingCalendar(UUIDModel):
    """The hours in which a city works on the days that its calendar says it works."""

    city = models.OneToOneField(City, models.CASCADE, related_name="calendar")
    morning_from = models.TimeField("上午上班", default="08:00")
    morning_to = models.TimeField("上午下班", default="12:00")
    afternoon_from = models.TimeField("下午上班", default="14:00")
    afternoon_to = models.TimeField("下午下班", default="18:00")
    version = models.BigIntegerField("版本", default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = "工作时间"
        verbose_name_plural = "工作时间"

    def __str__(self) -> str:
        return f"{self.city} {self.morning_from}-{self.afternoon_to}"


class DaySource(models.TextChoices):
    """Who said so. What a person entered is never overwritten by a package."""

    PACKAGE = "package", "公布的安排（软件包）"
    LAW = "law", "按法定节日推定"
    HAND = "hand", "人工录入"


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def of(self, calendar: WorkingCalendar) -> Self:
        return self.filter(calendar=calendar)

    def in_year(self, year: int) -> Self:
        return self.filter(date__range=(date(year, 1, 1), date(year, 12, 31)))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="CalendarDayHistory",
)
class CalendarDay(UUIDModel):
    """A day on which a city does not do what the week says: a holiday, or a made-up day (调休).

    `provisional`: nobody has published that year yet; the law's own holidays stand in for it.
    """

    calendar = models.ForeignKey(WorkingCalendar, models.CASCADE, related_name="days")
    date = models.DateField("日期")
    working = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    source = models.CharField("依据", max_length=8, choices=DaySource, default=DaySource.HAND)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = "日历"
        verbose_name_plural = "日历"
        ordering = ("date",)
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="WorkingHoursHistory",
)
class WorkingHours(UUIDModel):
    """Hours that differ from the city's: a standard row's, or a sub-platform's.

    `spans` are like "08:30-12:00", in order; `every_day`: also on weekends and holidays.
    """

    calendar = models.ForeignKey(WorkingCalendar, models.CASCADE, related_name="patterns")
    name = models.CharField("名称", max_length=60)
    spans = ArrayField(models.CharField(max_length=11), verbose_name="时段")
    every_day = models.BooleanField("每天", default=False)

    class Meta:
        verbose_name = "作息"
        verbose_name_plural = "作息"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "name"], name="working_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {' '.join(self.spans)}"

    def clean(self) -> None:
        """Refuse spans that cannot be read. Raises ValidationError."""
        try:
            read_spans(self.spans)
        except ValueError as error:
            raise ValidationError({"spans": str(error)}) from None
