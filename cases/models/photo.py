"""Photos of a case: declared with the report by SHA-256, stored under it."""

from __future__ import annotations

from typing import Self

from django.db import models

from accounts.models import User
from cases.models.case import Case
from gis_core.models import UUIDModel


class PhotoRole(models.TextChoices):
    NEAR = "near", "近景"
    FAR = "far", "远景"
    BEFORE = "before", "处理前"
    AFTER = "after", "处理后"


class CasePhotoQuerySet(models.QuerySet["CasePhoto"]):
    def stored(self) -> Self:
        return self.filter(stored_at__isnull=False)

    def missing(self) -> Self:
        return self.filter(stored_at__isnull=True)


class CasePhoto(UUIDModel):
    """A photo that a report or a reply declared; `stored_at` is NULL until its bytes are safe."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="photos")
    sha256 = models.CharField("SHA-256", max_length=64)
    role = models.CharField("类别", max_length=8, choices=PhotoRole)
    taken_at = models.DateTimeField("拍摄时间", null=True)
    declared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField("声明时间")
    stored_at = models.DateTimeField("入库时间", null=True)
    content_type = models.CharField("格式", max_length=20, blank=True)
    size_bytes = models.PositiveIntegerField("大小（字节）", null=True)

    objects = CasePhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "案件照片"
        verbose_name_plural = "案件照片"
        ordering = ("declared_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["case", "sha256"], name="case_photo_once"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
