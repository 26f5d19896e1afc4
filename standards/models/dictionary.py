"""What a city handles: dated dictionaries of case classes."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gis_core.audit import tracked
from gis_core.errors import NotFound
from gis_core.models import DatedQuerySet, UUIDModel
from grids.models import City


class CaseKind(models.TextChoices):
    """部件 is a thing with an owner, 事件 a happening."""

    COMPONENT = "component", "部件"
    EVENT = "event", "事件"


class Level(models.TextChoices):
    MAJOR = "major", "大类"
    MINOR = "minor", "小类"


@tracked("DictionaryHistory")
class Dictionary(UUIDModel):
    """A dated list of case classes. Several may live side by side; a case is pinned to one.

    `origin` says where the codes and names were taken from, and how sure that is; `taken_on` how
    old the text is. `id_parts`: so many digits of a component's ID are its division, major class,
    minor class and running number; empty = this dictionary gives components no ID.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="dictionaries")
    code = models.CharField("标识", max_length=40)
    name = models.CharField("名称", max_length=120)
    origin = models.TextField("来源", blank=True)
    taken_on = models.DateField("整理日期", null=True, blank=True)
    id_parts = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="部件标识码分段",
        blank=True,
        default=list,
        db_default=[],
    )
    valid_from = models.DateTimeField("生效时间")
    valid_to = models.DateTimeField("失效时间", null=True, blank=True)

    objects = DatedQuerySet["Dictionary"].as_manager()

    class Meta:
        verbose_name = "分类字典"
        verbose_name_plural = "分类字典"
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="dictionary_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ClassUnknown(NotFound):
    code = "class_unknown"
    zh = "本市分类字典中没有“{what}”。"
    en = "This city's dictionary has no class “{what}”."


class CaseClassQuerySet(models.QuerySet["CaseClass"]):
    def of(self, city: City, at: datetime) -> Self:
        """The classes of the dictionaries in force in a city."""
        return self.filter(dictionary__in=Dictionary.objects.filter(city=city).valid_at(at))

    def minor(self) -> Self:
        return self.filter(level=Level.MINOR)

    def sensitive(self) -> Self:
        """Those that are marked, or stand below one that is."""
        return self.filter(Q(sensitive=True) | Q(parent__sensitive=True))

    def coded(self, code: str) -> CaseClass:
        """Return the minor class with this code, or raise ClassUnknown."""
        found = self.minor().filter(code=code).order_by("-dictionary__valid_from").first()
        if found is None:
            raise ClassUnknown(what=code)
        return found


@tracked("CaseClassHistory")
class CaseClass(UUIDModel):
    """A row of a dictionary: a major class, or a minor class below one.

    `sensitive`: its cases are about a person or a home, not about a thing or a shop, so the public
    gets of them nothing but a fixed table by month and district (`cases/public_months.py`).
    """

    dictionary = models.ForeignKey(Dictionary, models.CASCADE, related_name="classes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True)
    kind = models.CharField("类型", max_length=10, choices=CaseKind)
    level = models.CharField("级别", max_length=8, choices=Level)
    code = models.CharField("代码", max_length=60)
    name = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    sensitive = models.BooleanField("涉及个人", default=False, db_default=False)

    objects = CaseClassQuerySet.as_manager()

    class Meta:
        verbose_name = "案件类别"
        verbose_name_plural = "案件类别"
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["dictionary", "code"], name="class_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"
