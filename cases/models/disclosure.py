"""Who was shown what is masked for everybody else, and why: append-only, without the values."""

from __future__ import annotations

import pgtrigger
from django.db import models

from accounts.models import User
from cases.models.case import Case
from cases.models.photo import CasePhoto
from departments.models import Organization
from gis_core.models import UUIDModel


class Disclosed(models.TextChoices):
    CONTACT = "contact", "报告人姓名和电话"
    ORIGINAL = "original", "照片原件"


class RevealLog(UUIDModel):
    """One look at personal values or at an original photo. Nothing edits it: a trigger refuses."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reveals")
    what = models.CharField("查看内容", max_length=10, choices=Disclosed)
    photo = models.ForeignKey(CasePhoto, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    post = models.CharField("岗位", max_length=40)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    reason = models.TextField("理由")

    class Meta:
        verbose_name = "查看登记"
        verbose_name_plural = "查看登记"
        ordering = ("-at",)
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.case_id} {self.at:%Y-%m-%d %H:%M}"
