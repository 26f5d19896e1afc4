"""The outbox: what happened, written in the very transaction that made it happen.

Rows get their `sequence` after commit, from one relay, so that a reader who has seen number n has
seen everything up to n: a number given at insert could appear after a later one.
"""

from __future__ import annotations

from typing import Self

from django.db import models

from accounts.models import User
from gis_core.models import UUIDModel


class OutboxQuerySet(models.QuerySet["OutboxEvent"]):
    def unnumbered(self) -> Self:
        return self.filter(sequence__isnull=True).order_by("created_at", "id")

    def after(self, sequence: int) -> Self:
        return self.filter(sequence__gt=sequence).order_by("sequence")


class OutboxEvent(UUIDModel):
    """Something that an open page may want to know: a topic, a subject and a few public facts.

    `city_id` is a plain column: this room knows no city. `data` holds no personal values.
    """

    city_id = models.UUIDField("城市")
    topic = models.CharField("主题", max_length=40)
    subject_id = models.UUIDField("对象")
    data = models.JSONField("内容", default=dict)
    created_at = models.DateTimeField("写入时间", auto_now_add=True)
    sequence = models.BigIntegerField("序号", null=True, unique=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "实时消息"
        verbose_name_plural = "实时消息"
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(sequence__isnull=True),
                name="outbox_unnumbered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.subject_id} {self.sequence}"


class PushSubscription(UUIDModel):
    """A phone that wants to be told: an opaque endpoint or device id, of one person at a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField("设备标识", max_length=500, unique=True)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "推送登记"
        verbose_name_plural = "推送登记"

    def __str__(self) -> str:
        return str(self.id)
