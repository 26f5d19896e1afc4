"""The clocks of a case: one for each stage, one for the case, one for each co-handler."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from cases.models.case import Case
from departments.models import Organization
from gis_core.models import UUIDModel
from standards.clocks import Why
from standards.models import WorkingHours


class ClockKind(models.TextChoices):
    """Whose time it is. `handle` is a department's, `case` runs from filing to closing."""

    VERIFY = "verify", "核实"
    FILE = "file", "立案"
    DISPATCH = "dispatch", "派遣"
    HANDLE = "handle", "处置"
    CHECK = "check", "核查"
    CLOSE = "close", "结案"
    CASE = "case", "全案"


class CaseClockQuerySet(models.QuerySet["CaseClock"]):
    def running(self) -> Self:
        return self.filter(stopped_at__isnull=True)

    def of_kind(self, kind: ClockKind) -> Self:
        return self.filter(kind=kind)


class CaseClock(UUIDModel):
    """One clock. What is here follows from the events of the case and from its standard row.

    Attributes:
        organization: whose clock it is, where it is a department's.
        limit_amount, limit_unit: empty = no limit is known, and it is never due.
        hours: working hours that differ from the city's.
        fixed_due_at, fixed_at: a due time that was set rather than counted (an extension to a date,
            another system's deadline), and when it was set; pauses after that move it.
        due_at: NULL while it stands still and is not used up yet.
        amber_at: when it is soon late.
        counted_s: what it counted, once it has stopped.
        overdue_at: its due time, where that passed while it ran.
        annulled: it is nobody's figure: a wrong dispatch, a case that should not have been filed.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    kind = models.CharField("类型", max_length=8, choices=ClockKind)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="clocks", db_index=False
    )
    limit_amount = models.DecimalField("时限", max_digits=7, decimal_places=2, null=True)
    limit_unit = models.CharField("单位", max_length=12, blank=True)
    hours = models.ForeignKey(
        WorkingHours, models.PROTECT, null=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField("开始")
    stopped_at = models.DateTimeField("停止", null=True)
    fixed_due_at = models.DateTimeField("指定应完成时间", null=True)
    fixed_at = models.DateTimeField("指定于", null=True)
    due_at = models.DateTimeField("应完成时间", null=True)
    amber_at = models.DateTimeField("预警时间", null=True)
    counted_s = models.FloatField("计时（秒）", null=True)
    overdue_at = models.DateTimeField("超时时间", null=True)
    annulled = models.BooleanField("不计入", default=False, db_default=False)

    objects = CaseClockQuerySet.as_manager()

    class Meta:
        verbose_name = "计时"
        verbose_name_plural = "计时"
        ordering = ("started_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "organization"],
                condition=Q(stopped_at__isnull=True),
                nulls_distinct=False,
                name="one_running_clock_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(stopped_at__isnull=True),
                name="clock_running_by_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class CasePause(UUIDModel):
    """Time that is nobody's: of all clocks of a case (`clock` NULL), or of one."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    clock = models.ForeignKey(CaseClock, models.CASCADE, null=True, related_name="pauses")
    started_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True)
    why = models.CharField("原因", max_length=12, choices=[(w.value, w.value) for w in Why])

    class Meta:
        verbose_name = "暂停计时"
        verbose_name_plural = "暂停计时"
        ordering = ("started_at", "id")

    def __str__(self) -> str:
        return f"{self.why} {self.case_id}"
