"""The rules of a city as one dated book: drafted, tried, put into force, kept."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import models

from departments.models.of_city import OfCityQuerySet
from gis_core.audit import tracked
from gis_core.errors import NotFound
from gis_core.models import UUIDModel
from grids.models import City


class RuleSetUnknown(NotFound):
    code = "rule_set_unknown"
    zh = "没有这套派遣规则：{what}。"
    en = "There is no such set of rules: {what}."


class RuleOrigin(models.TextChoices):
    """Where a set came from."""

    HAND = "hand", "人工编写"
    COPIED = "copied", "复制"
    LEARNT = "learnt", "由历史归纳"


class RuleSetState(StrEnum):
    """Where a set stands at a moment; it follows from its dates."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    PAST = "past"


class RuleSetQuerySet(OfCityQuerySet["RuleSet"]):
    def in_force(self, city: City, at: datetime) -> RuleSet | None:
        """Return the city's set in force at a moment; None where it never put one into force."""
        return self.of(city).valid_at(at).order_by("-valid_from").first()


@tracked("RuleSetHistory")
class RuleSet(UUIDModel):
    """一套派遣规则; `valid_from` NULL = a draft.

    Attributes:
        based_on: the set that it was copied from.
        evidence: of a learnt set: the period it was learnt from, and how often it would have been
            right there.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="rule_sets")
    name = models.CharField("名称", max_length=120)
    origin = models.CharField("来源", max_length=8, choices=RuleOrigin, default=RuleOrigin.HAND)
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="复制自"
    )
    evidence = models.JSONField("依据", null=True, blank=True)
    valid_from = models.DateTimeField("起", null=True, blank=True)
    valid_to = models.DateTimeField("止", null=True, blank=True)
    made_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = "派遣规则集"
        verbose_name_plural = "派遣规则集"
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.name

    def state_at(self, at: datetime) -> RuleSetState:
        if self.valid_from is None:
            return RuleSetState.DRAFT
        if self.valid_from > at:
            return RuleSetState.SCHEDULED
        over = self.valid_to is not None and self.valid_to <= at
        return RuleSetState.PAST if over else RuleSetState.IN_FORCE
