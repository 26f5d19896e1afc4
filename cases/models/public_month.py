"""What the public was given of the sensitive classes of a month: once, and for good."""

from __future__ import annotations

import pgtrigger
from django.db import models

from gis_core.models import UUIDModel
from grids.models import City


class PublicMonth(UUIDModel):
    """One published month. Nothing edits it: a trigger refuses.

    It holds what is public and no more: a figure that is withheld is not here either.

    Attributes:
        month: its first day.
        below: counts below this were withheld.
        districts: [{"code", "name", "name_en"}], the last one without a code: unknown.
        classes: [{"dictionary", "code", "name", "name_en"}].
        figures: for each class a list, by district; None = withheld.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="public_months")
    month = models.DateField("月份")
    published_at = models.DateTimeField("公布时间")
    below = models.PositiveSmallIntegerField("低于此数不公布")
    districts = models.JSONField("区")
    classes = models.JSONField("类别")
    figures = models.JSONField("数量")

    class Meta:
        verbose_name = "公布月份"
        verbose_name_plural = "公布月份"
        ordering = ("month",)
        constraints = [
            models.UniqueConstraint(fields=["city", "month"], name="public_month_once"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city_id} {self.month:%Y-%m}"
