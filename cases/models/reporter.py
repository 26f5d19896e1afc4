"""Personal values of a report, in rows of their own: outside row history, events and logs."""

from __future__ import annotations

from datetime import datetime

import pghistory
import pgtrigger
from django.db import models

from cases.models.case import Case
from gis_core.models import UUIDModel


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange("name", "phone", "deleted_at")),
    pghistory.DeleteEvent(),
    fields=["id", "case", "deleted_at"],
    model_name="ReporterHistory",
)
class Reporter(UUIDModel):
    """Who reported, as far as they said. Deletion leaves this row as a tombstone.

    Its history says that a row was changed, by whom and when, and never to what.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="reporter")
    name = models.CharField("姓名", max_length=80, blank=True)
    phone = models.CharField("电话", max_length=32, blank=True)
    deleted_at = models.DateTimeField("删除时间", null=True)

    class Meta:
        verbose_name = "报告人"
        verbose_name_plural = "报告人"

    def __str__(self) -> str:
        return str(self.id)

    @property
    def masked_phone(self) -> str:
        """The phone with its middle hidden: 186****2148."""
        return mask_middle(self.phone)

    @property
    def masked_name(self) -> str:
        return self.name[:1] + "*" * (len(self.name) - 1)

    def forget(self, *, at: datetime) -> None:
        """Delete the values and keep the tombstone."""
        self.name = self.phone = ""
        self.deleted_at = at
        self.save(update_fields=["name", "phone", "deleted_at"])


def mask_middle(number: str) -> str:
    """Return the number with all but its first three and last four characters hidden."""
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
