"""Organisations: centres, platforms, units and firms."""

from __future__ import annotations

from django.contrib.gis.db import models as gis
from django.db import models

from gis_core.audit import tracked
from gis_core.errors import NotFound
from gis_core.models import UUIDModel
from gis_core.srid import WGS84
from grids.models import City
from standards.models import WorkingHours


class OrganizationKind(models.TextChoices):
    """One level of supervision, two levels of command, and those who do the work."""

    SUPERVISION_CENTRE = "supervision_centre", "监督中心"
    COMMAND_CENTRE = "command_centre", "指挥中心"
    SUB_PLATFORM = "sub_platform", "子平台"
    COUNTY_PLATFORM = "county_platform", "县（市）平台"
    UNIT = "unit", "处置单位"
    UTILITY = "utility", "公用事业单位"
    FIRM = "firm", "企业"


DISPATCH_TARGETS = (
    OrganizationKind.SUB_PLATFORM,
    OrganizationKind.COUNTY_PLATFORM,
    OrganizationKind.UTILITY,
    OrganizationKind.FIRM,
)
"""Whom the city's command centre may dispatch to: the first level below it."""


class OrganizationUnknown(NotFound):
    code = "organization_unknown"
    zh = "没有这个责任单位：{what}。"
    en = "There is no such organisation: {what}."


@tracked("OrganizationHistory")
class Organization(UUIDModel):
    """A centre, platform, unit or firm. Its area need not be a division, and may be empty.

    `working_hours` are its own, where they differ from the city's. From `ended_at` on it takes no
    dispatches; its past stays.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="organizations")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField("类型", max_length=20, choices=OrganizationKind)
    code = models.CharField("代码", max_length=80)
    name = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    area = gis.MultiPolygonField("责任区域", srid=WGS84, null=True, blank=True)
    working_hours = models.ForeignKey(
        WorkingHours, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作息"
    )
    generated = models.BooleanField("数据为生成", default=False)
    ended_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = "组织机构"
        verbose_name_plural = "组织机构"
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="organization_code_once"),
        ]

    def __str__(self) -> str:
        return self.name
