"""Photos of a case: declared with the report by SHA-256, stored under it."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Value

from accounts.models import User
from cases.looks import SAME_BITS
from cases.models.case import Case
from cases.verbs import Verb
from gis_core.audit import tracked
from gis_core.models import UUIDModel


class PhotoRole(models.TextChoices):
    NEAR = "near", "近景"
    FAR = "far", "远景"
    BEFORE = "before", "处理前"
    AFTER = "after", "处理后"


class LookBands(Func):
    """`look_bands(look)` of sql/looks.sql: what an index finds alike pictures by."""

    function = "look_bands"
    arity = 1
    output_field = ArrayField(models.IntegerField())


class LookApart(Func):
    """`look_apart(one, other)` of sql/looks.sql: in how many bits two looks differ."""

    function = "look_apart"
    arity = 2
    output_field = models.IntegerField()


class CasePhotoQuerySet(models.QuerySet["CasePhoto"]):
    def stored(self) -> Self:
        return self.filter(stored_at__isnull=False)

    def missing(self) -> Self:
        return self.filter(stored_at__isnull=True)

    def looking_like(self, look: int) -> Self:
        """Photos that are this picture, saved again or not; found by the index over its bands."""
        wanted = Value(look, output_field=models.BigIntegerField())
        return self.alias(bands=LookBands("look"), apart=LookApart("look", wanted)).filter(
            look__isnull=False, bands__overlap=LookBands(wanted), apart__lte=SAME_BITS
        )


@tracked("CasePhotoHistory")
class CasePhoto(UUIDModel):
    """A photo that a report or a reply declared; `stored_at` is NULL until its bytes are safe.

    What the bytes say is written when they are stored, and NULL where they say nothing.

    Attributes:
        declared_with: the verb that it was declared with: whose evidence it is.
        exif_taken_at: when the camera says that it was taken.
        place_off_m: metres between where the camera was and where the case lies.
        time_off_min: minutes from what it shows being reported to its taking; negative = earlier.
        look: 64 bits of what it looks like (see `cases.looks`), as a signed integer.
        same_as: an earlier photo of the same look, in this case or another of the city.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="photos")
    sha256 = models.CharField("SHA-256", max_length=64)
    role = models.CharField("类别", max_length=8, choices=PhotoRole)
    taken_at = models.DateTimeField("拍摄时间", null=True)
    declared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField("声明时间")
    stored_at = models.DateTimeField("入库时间", null=True)
    content_type = models.CharField("格式", max_length=20, blank=True)
    size_bytes = models.PositiveIntegerField("大小（字节）", null=True)
    declared_with = models.CharField(
        "随何操作", max_length=24, default=Verb.COLLECT.value, db_default=Verb.COLLECT.value
    )
    exif_taken_at = models.DateTimeField("相机时间", null=True)
    place_off_m = models.FloatField("与案件位置相距（米）", null=True)
    time_off_min = models.FloatField("与上报时间相差（分钟）", null=True)
    look = models.BigIntegerField("图像特征", null=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects = CasePhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "案件照片"
        verbose_name_plural = "案件照片"
        ordering = ("declared_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["case", "sha256"], name="case_photo_once"),
        ]
        # Besides, sql/looks.sql indexes what looks nearly the same.
        indexes = [models.Index(fields=["sha256"], name="photo_sha256")]

    def __str__(self) -> str:
        return self.sha256[:12]
