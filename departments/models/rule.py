"""The rows by which cases are routed."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from departments.models.organization import Organization
from gis_core.audit import tracked
from gis_core.models import DatedQuerySet, UUIDModel
from grids.models import City


class RoutingRuleQuerySet(DatedQuerySet["RoutingRule"]):
    def of(self, city: City, at: datetime) -> Self:
        return self.filter(city=city).valid_at(at).order_by("order")


@tracked("RoutingRuleHistory")
class RoutingRule(UUIDModel):
    """Ordered, dated: a case of these classes in this area goes to this organisation.

    An empty condition holds for every case. `class_prefix` is the beginning of a class code.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="routing_rules")
    order = models.PositiveIntegerField("次序")
    class_prefix = models.CharField("类别代码前缀", max_length=60, blank=True)
    district_code = models.CharField("区", max_length=16, blank=True)
    street_code = models.CharField("街道", max_length=16, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("依据", max_length=200, blank=True)
    valid_from = models.DateTimeField("起")
    valid_to = models.DateTimeField("止", null=True, blank=True)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "派遣规则"
        verbose_name_plural = "派遣规则"
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=["city", "order"], name="rule_order_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.order} → {self.organization}"
