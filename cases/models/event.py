"""The history of a case as people tell it: one event per verb, append-only."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models.fields.json import KT

from accounts.models import User
from cases.models.case import Case
from cases.models.choices import Origin
from cases.states import State
from cases.verbs import Verb
from departments.models import Organization
from gis_core.models import UUIDModel


class CaseEvent(UUIDModel):
    """What was done to a case, by whom, when, and where that led.

    `at` is when it happened, `recorded_at` when it was written here; `id` is the client's own for
    what a device sent, so that a repeated button does nothing twice. Nothing edits the past: a
    trigger refuses UPDATE and DELETE. Personal values are never in `note` or `data`.
    """

    # (case, sequence) is indexed by its constraint; nobody asks for all events of an actor.
    case = models.ForeignKey(Case, models.PROTECT, related_name="events", db_index=False)
    sequence = models.PositiveIntegerField("序号")
    verb = models.CharField("操作", max_length=24, choices=[(v.value, v.value) for v in Verb])
    from_state = models.CharField("原状态", max_length=16, blank=True)
    to_state = models.CharField(
        "新状态", max_length=16, choices=[(s.value, s.value) for s in State]
    )
    at = models.DateTimeField("发生时间")
    recorded_at = models.DateTimeField("记录时间")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.CharField("岗位", max_length=40, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", db_index=False
    )
    note = models.TextField("说明", blank=True)
    data = models.JSONField("附加内容", null=True)
    # SHA-256 over the event before and this one's fields: see sql/chain.sql, which fills it.
    digest = models.BinaryField("摘要", db_default=b"", editable=False)
    origin = models.CharField("数据来源", max_length=10, choices=Origin, default=Origin.REPORTED)

    class Meta:
        verbose_name = "案件事件"
        verbose_name_plural = "案件事件"
        ordering = ("sequence",)
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="event_sequence_once"),
        ]
        indexes = [
            # How often a routing rule was followed: few dispatches have one behind them.
            models.Index(
                KT("data__suggested__rule"),
                name="event_by_suggesting_rule",
                condition=models.Q(verb=Verb.DISPATCH.value, data__has_key="suggested"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.sequence} {self.verb}"
