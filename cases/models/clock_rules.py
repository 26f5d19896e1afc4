"""What a city has decided about its clocks; a city that decided nothing has the defaults."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from gis_core.models import UUIDModel
from grids.models import City
from standards.clocks import Unit


def _hours(name: str, default: str) -> Any:
    return models.DecimalField(
        name,
        max_digits=5,
        decimal_places=2,
        default=Decimal(default),
        validators=[MinValueValidator(Decimal("0"))],
    )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["calendar_version"],
    model_name="ClockRulesHistory",
)
class ClockRules(UUIDModel):
    """Limits of the stages that no standard row has, thresholds, and what a rework does.

    Attributes:
        verify_h …: hours; the desk's clocks run on at night, as it is staffed round the clock,
            unless `desk_unit` says working hours.
        allowance_h: so much longer than the department's limit is the case's own, for dispatching,
            checking and closing, where its standard row has no closing limit.
        amber_percent, red_percent: of the limit used.
        rework_restarts: a rework starts the department's clock anew, and does not go on (捆绑).
        calendar_version: the version of the city's calendar that due times were last counted by.
    """

    city = models.OneToOneField(City, models.CASCADE, related_name="clock_rules")
    verify_h = _hours("核实时限（小时）", "0.5")
    file_h = _hours("立案时限（小时）", "0.5")
    dispatch_h = _hours("派遣时限（小时）", "0.5")
    check_h = _hours("核查时限（小时）", "2")
    close_h = _hours("结案时限（小时）", "0.5")
    desk_unit = models.CharField(
        "席位计时单位",
        max_length=12,
        default=Unit.URGENT_HOUR.value,
        choices=[(Unit.URGENT_HOUR.value, "昼夜连续"), (Unit.WORKING_HOUR.value, "工作时间")],
    )
    allowance_h = _hours("全案宽限（小时）", "3")
    amber_percent = models.PositiveSmallIntegerField(
        "预警（%）", default=75, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    red_percent = models.PositiveSmallIntegerField(
        "告警（%）", default=100, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    rework_restarts = models.BooleanField("返工重新计时", default=False)
    calendar_version = models.BigIntegerField("已按此日历版本计时", default=0, editable=False)

    class Meta:
        verbose_name = "时限规定"
        verbose_name_plural = "时限规定"

    def __str__(self) -> str:
        return str(self.city)

    def save(self, **how: Any) -> None:
        """Save; what a person changes counts at once, also for the cases that are open."""
        if not self._state.adding and not how.get("update_fields"):
            self.calendar_version = -1
        super().save(**how)
