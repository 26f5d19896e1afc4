"""立案标准: under which condition a class is filed, in which time, and when it may be closed.

Rows are dated and versioned apart from the classes: they name a class by its code alone.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from gis_core.errors import NotFound
from gis_core.models import DatedQuerySet, UUIDModel
from grids.models import City
from standards.clocks import Limit, Unit
from standards.models.calendar import WorkingHours

UNITS = [
    (Unit.URGENT_HOUR.value, "紧急工作时"),
    (Unit.URGENT_DAY.value, "紧急工作日"),
    (Unit.WORKING_HOUR.value, "工作时"),
    (Unit.WORKING_DAY.value, "工作日"),
]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="RowSetHistory",
)
class RowSet(UUIDModel):
    """A dated book of standard rows, such as a city's command handbook (指挥手册).

    `unit_words` says what a bare 小时 or 天 of this book means, as a name of a `clocks.Unit`.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="row_sets")
    code = models.CharField("标识", max_length=40)
    name = models.CharField("名称", max_length=120)
    origin = models.TextField("来源", blank=True)
    unit_words = models.JSONField("时限单位对照", default=dict, blank=True)
    valid_from = models.DateTimeField("生效时间")
    valid_to = models.DateTimeField("失效时间", null=True, blank=True)

    objects = DatedQuerySet["RowSet"].as_manager()

    class Meta:
        verbose_name = "立案标准"
        verbose_name_plural = "立案标准"
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="row_set_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class RowUnknown(NotFound):
    code = "standard_row_unknown"
    zh = "这个类别没有这条立案标准：{what}。"
    en = "This class has no such standard row: {what}."


class StandardRowQuerySet(models.QuerySet["StandardRow"]):
    def of(self, city: City, at: datetime) -> Self:
        """The rows in force in a city, the newest book first, each class in its order."""
        books = RowSet.objects.filter(city=city).valid_at(at)
        return self.filter(row_set__in=books).order_by("-row_set__valid_from", "order")

    def of_class(self, code: str) -> Self:
        return self.filter(class_code=code)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="StandardRowHistory",
)
class StandardRow(UUIDModel):
    """One row of a class; the first in `order` is the class's usual one.

    Attributes:
        limit_text: the time limit as the book writes it; `limit_amount` and `limit_unit` are what
            that means by the book's `unit_words`.
        closing_amount, closing_unit: a limit of its own until closing, where the book has one.
        hours: working hours of this row alone, where they differ from the city's.
    """

    row_set = models.ForeignKey(RowSet, models.CASCADE, related_name="rows")
    class_code = models.CharField("类别代码", max_length=60)
    order = models.PositiveSmallIntegerField("次序", default=1)
    filing_condition = models.TextField("立案条件", blank=True)
    limit_text = models.CharField("处置时限（原文）", max_length=200)
    limit_amount = models.DecimalField("处置时限", max_digits=7, decimal_places=2)
    limit_unit = models.CharField("单位", max_length=12, choices=UNITS)
    closing_amount = models.DecimalField(
        "结案时限", max_digits=7, decimal_places=2, null=True, blank=True
    )
    closing_unit = models.CharField("结案时限单位", max_length=12, choices=UNITS, blank=True)
    closing_condition = models.TextField("结案条件", blank=True)
    supervising_body = models.CharField("监管主体", max_length=200, blank=True)
    responsible_body = models.CharField("责任主体", max_length=200, blank=True)
    legal_basis = models.TextField("法律依据", blank=True)
    hours = models.ForeignKey(
        WorkingHours, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作息"
    )

    objects = StandardRowQuerySet.as_manager()

    class Meta:
        verbose_name = "立案标准条目"
        verbose_name_plural = "立案标准条目"
        ordering = ("class_code", "order")
        constraints = [
            models.UniqueConstraint(
                fields=["row_set", "class_code", "order"], name="row_order_once"
            ),
            models.CheckConstraint(condition=Q(limit_amount__gt=0), name="row_limit_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.class_code} {self.filing_condition[:30]} {self.limit_text}"

    @property
    def limit(self) -> Limit:
        """The department's limit; of a staged row, its last stage's."""
        return Limit(Decimal(self.limit_amount), Unit(self.limit_unit))

    @property
    def closing_limit(self) -> Limit | None:
        if self.closing_amount is None:
            return None
        return Limit(Decimal(self.closing_amount), Unit(self.closing_unit))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="StandardStageHistory",
)
class StandardStage(UUIDModel):
    """One stage of a staged row, counted from the dispatch like the others: 控制, 修复, 恢复."""

    row = models.ForeignKey(StandardRow, models.CASCADE, related_name="stages")
    order = models.PositiveSmallIntegerField("次序")
    name = models.CharField("阶段", max_length=60)
    limit_text = models.CharField("时限（原文）", max_length=200)
    limit_amount = models.DecimalField("时限", max_digits=7, decimal_places=2)
    limit_unit = models.CharField("单位", max_length=12, choices=UNITS)

    class Meta:
        verbose_name = "分阶段时限"
        verbose_name_plural = "分阶段时限"
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=["row", "order"], name="stage_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.limit_text}"

    @property
    def limit(self) -> Limit:
        return Limit(Decimal(self.limit_amount), Unit(self.limit_unit))
