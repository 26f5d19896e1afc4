"""The rows by which cases are routed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from departments.models.organization import Organization
from departments.models.rule_set import RuleSet
from gis_core.audit import tracked
from gis_core.models import UUIDModel
from standards.models import StandardRow


@tracked("RoutingRuleHistory")
class RoutingRule(UUIDModel):
    """One row of a set: a case for which the condition holds goes to this organisation.

    Attributes:
        condition: JSON as `departments.condition_form` reads it; empty holds for every case.
        standard_row: the deadline row that such a case is filed by, where not the class's usual.
        joint: codes of the organisations that take part (联合处置).
        valid_from, valid_to: where the row is shorter-lived than its set.
        evidence: of a learnt row: {"times", "hits", "since"}.
        next_best: of a learnt row: [{"organization", "unit", "times"}], by codes, most often first.
    """

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="rules")
    order = models.PositiveIntegerField("次序")
    condition = models.JSONField("条件", default=dict, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    standard_row = models.ForeignKey(
        StandardRow, models.PROTECT, null=True, blank=True, related_name="+"
    )
    joint = ArrayField(
        models.CharField(max_length=80), verbose_name="协办单位", default=list, blank=True
    )
    reason = models.CharField("依据", max_length=200, blank=True)
    evidence = models.JSONField("历史依据", null=True, blank=True)
    next_best = models.JSONField("其次", default=list, blank=True)
    valid_from = models.DateTimeField("起", null=True, blank=True)
    valid_to = models.DateTimeField("止", null=True, blank=True)

    class Meta:
        verbose_name = "派遣规则"
        verbose_name_plural = "派遣规则"
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "order"], name="rule_order_once"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lt=F("valid_to")),
                name="rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.order} → {self.organization}"
