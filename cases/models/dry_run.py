"""Rules tried on the past: what would have gone elsewhere."""

from __future__ import annotations

from typing import Self

from django.contrib.gis.db import models as gis
from django.db import models

from cases.models.case import Case
from departments.models import Organization, RuleSet
from gis_core.actor import Actor
from gis_core.models import UUIDModel
from gis_core.srid import WGS84


class DryRunQuerySet(models.QuerySet["DryRun"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of every set that the actor may see."""
        return self.filter(rule_set__in=RuleSet.objects.visible_to(actor))


class DryRun(UUIDModel):
    """试运行: a set of rules asked about every dispatched case of a period.

    Attributes:
        beside: the set in force then, whose answers are compared; None = there was none.
        cases, changed, undecided: cases asked about; answered otherwise than `beside` does;
            answered by no rule of the set.
        agreed: went to the department that the set names.
        by_rule: [{"order", "cases", "changed"}] of the set's rules, by order.
        moves: [{"from", "to", "times"}] by names, most often first.
    """

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="dry_runs")
    beside = models.ForeignKey(RuleSet, models.SET_NULL, null=True, related_name="+")
    start = models.DateTimeField("起")
    end = models.DateTimeField("止")
    made_at = models.DateTimeField("试运行时间")
    cases = models.PositiveIntegerField("案件数")
    changed = models.PositiveIntegerField("改派数")
    undecided = models.PositiveIntegerField("无规则数")
    agreed = models.PositiveIntegerField("与实际一致数")
    took_ms = models.PositiveIntegerField("用时（毫秒）")
    by_rule = models.JSONField("按规则")
    moves = models.JSONField("流向")

    objects = DryRunQuerySet.as_manager()

    class Meta:
        verbose_name = "派遣规则试运行"
        verbose_name_plural = "派遣规则试运行"
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.rule_set} {self.start:%Y-%m-%d}"


class DryRunChange(UUIDModel):
    """One case that would have gone elsewhere; `now…`: by the rules in force."""

    dry_run = models.ForeignKey(DryRun, models.CASCADE, related_name="changes")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    geom = gis.PointField("位置", srid=WGS84, null=True, spatial_index=False)
    now_rule = models.PositiveIntegerField("现行规则", null=True)
    now_organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, related_name="+", db_index=False
    )
    now_unit = models.ForeignKey(
        Organization, models.CASCADE, null=True, related_name="+", db_index=False
    )
    rule = models.PositiveIntegerField("草案规则", null=True)
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        Organization, models.CASCADE, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = "试运行改派"
        verbose_name_plural = "试运行改派"

    def __str__(self) -> str:
        return f"{self.case_id}: {self.now_rule} → {self.rule}"
