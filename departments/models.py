"""Who is responsible: organisations, posts and memberships, and the rules that route a case."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.gis.db import models as gis
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import User
from gis_core.actor import Scope
from gis_core.audit import tracked
from gis_core.errors import NotFound
from gis_core.models import DatedQuerySet, UUIDModel
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

    `working_hours` are its own, where they differ from the city's.
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

    class Meta:
        verbose_name = "组织机构"
        verbose_name_plural = "组织机构"
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="organization_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked("PostHistory")
class Post(UUIDModel):
    """岗位: a bundle of verbs, set per city, and how far it sees."""

    city = models.ForeignKey(City, models.CASCADE, related_name="posts")
    code = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=40, blank=True)
    verbs = ArrayField(models.CharField(max_length=24), verbose_name="可用操作", default=list)
    scope = models.CharField("可见范围", max_length=12, choices=[(s.value, s.value) for s in Scope])

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="post_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(DatedQuerySet["Membership"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)


@tracked("MembershipHistory")
class Membership(UUIDModel):
    """Who holds which post, in which organisation and area, from when to when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    post = models.ForeignKey(Post, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    city = models.ForeignKey(City, models.CASCADE)
    area_codes = ArrayField(
        models.CharField(max_length=16), verbose_name="区或街道编码", default=list, blank=True
    )
    valid_from = models.DateTimeField("起")
    valid_to = models.DateTimeField("止", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"

    def __str__(self) -> str:
        return f"{self.user} · {self.post} · {self.organization}"


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
