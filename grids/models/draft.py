"""A change of the network in preparation, and every command that was given to it."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models

from accounts.models import User
from gis_core.audit import tracked
from gis_core.models import UUIDModel
from grids.models.city import City
from grids.models.generation import Generation


class DraftState(models.TextChoices):
    OPEN = "open", "编辑中"
    PUBLISHED = "published", "已发布"
    DISCARDED = "discarded", "已放弃"


class EditVerb(models.TextChoices):
    """What a command does to a draft; `publish` and `discard` end it."""

    SPLIT = "split", "拆分"
    MERGE = "merge", "合并"
    MOVE_VERTEX = "move_vertex", "移动顶点"
    MOVE_EDGE = "move_edge", "移动边界"
    LAY = "lay", "按边长划分"
    BLOCKS = "blocks", "按道路划分"
    ASSIGN = "assign", "划归社区"
    LOAD = "load", "读入图形"
    RENUMBER = "renumber", "重新编号"
    REPAIR = "repair", "修复"
    UNDO = "undo", "撤销"
    PUBLISH = "publish", "发布"
    DISCARD = "discard", "放弃"


class NetworkDraftQuerySet(models.QuerySet["NetworkDraft"]):
    def of(self, city: City) -> Self:
        return self.filter(city=city)

    def open(self) -> Self:
        return self.filter(status=DraftState.OPEN)


@tracked("NetworkDraftHistory")
class NetworkDraft(UUIDModel):
    """草案: a generation in preparation, copied from the one in force.

    Attributes:
        generation: the draft's own rows; NULL once it is discarded.
        base: what it was copied from; `base_digest` is that one's content at the time, so that a
            change of it since then is noticed.
        number: of its generation, kept when the generation is gone.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="drafts")
    generation = models.OneToOneField(
        Generation, models.SET_NULL, null=True, related_name="draft", verbose_name="代次"
    )
    base = models.ForeignKey(Generation, models.PROTECT, related_name="drafts_from")
    base_digest = models.CharField("基础代次摘要", max_length=32)
    number = models.PositiveIntegerField("代次号")
    note = models.CharField("说明", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=DraftState, default=DraftState.OPEN)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("开始时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("结束时间", null=True)

    objects = NetworkDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "网格草案"
        verbose_name_plural = "网格草案"
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.city} #{self.number} {self.status}"


class NetworkEdit(UUIDModel):
    """One command given to a draft, with every row that it touched as it was and as it became.

    The key is the client's own, so that a command sent twice is done once. Nothing edits the past:
    an edit is undone by a further edit that `undoes` it.

    Attributes:
        command: as it was sent.
        before, after: rows by level; a row in one of them only was removed or added.
        changed: codes of the cells `removed`, `added` and `changed`.
    """

    draft = models.ForeignKey(NetworkDraft, models.PROTECT, related_name="edits", db_index=False)
    sequence = models.PositiveIntegerField("序号")
    verb = models.CharField("操作", max_length=12, choices=EditVerb)
    command = models.JSONField("命令")
    before = models.JSONField("之前", default=dict)
    after = models.JSONField("之后", default=dict)
    changed = models.JSONField("改动的网格", default=dict)
    bbox = models.JSONField("范围", null=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "网格编辑"
        verbose_name_plural = "网格编辑"
        ordering = ("-sequence",)
        constraints = [
            models.UniqueConstraint(fields=["draft", "sequence"], name="edit_sequence_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} #{self.sequence} {self.verb}"
