"""What a city has decided about its cases; a city that decided nothing has the defaults."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gis_core.audit import tracked
from gis_core.models import UUIDModel
from grids.models import City

REPORTERS_KEPT_DAYS = 365
"""A year after the end: the yearly assessment and its appeals are over by then."""


@tracked("CasePracticeHistory")
class CasePractice(UUIDModel):
    """How a city works with its cases.

    Attributes:
        evidence_required: verbs that are refused without their photos (see `cases.evidence`); for
            the others a missing photo is listed, and no more.
        reporters_kept_days: how long after the end of a case its reporter's values are kept.
        finder_may_check: whoever found a problem may also check that it is put right. Where few
            collectors cover a lot of ground there is nobody else; by default there is.
    """

    city = models.OneToOneField(City, models.CASCADE, related_name="case_practice")
    evidence_required = ArrayField(
        models.CharField(max_length=24), verbose_name="必须附照片的操作", default=list, blank=True
    )
    reporters_kept_days = models.PositiveIntegerField(
        "结案后保留报告人信息（天）", default=REPORTERS_KEPT_DAYS
    )
    finder_may_check = models.BooleanField("发现人可核查", default=False)

    class Meta:
        verbose_name = "办案规定"
        verbose_name_plural = "办案规定"

    def __str__(self) -> str:
        return str(self.city)

    @classmethod
    def of(cls, city: City) -> CasePractice:
        """Return what the city decided, or the defaults."""
        decided: CasePractice | None = getattr(city, "case_practice", None)
        return decided or cls(city=city)
