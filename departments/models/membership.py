"""Posts, and who holds them where and when."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import User
from departments.models.organization import Organization
from gis_core.actor import Scope
from gis_core.audit import tracked
from gis_core.models import DatedQuerySet, UUIDModel
from grids.models import City


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
