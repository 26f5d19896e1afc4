"""Work on a case that is somebody else's than the lead department's: verify, check, contribute."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.models.case import Case
from departments.models import Organization
from gis_core.audit import tracked
from gis_core.models import UUIDModel


class TaskKind(models.TextChoices):
    VERIFY = "verify", "核实"
    CHECK = "check", "核查"
    CONTRIBUTE = "contribute", "协办"


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(done_at__isnull=True)

    def of_kind(self, kind: TaskKind) -> Self:
        return self.filter(kind=kind)


@tracked("TaskHistory")
class Task(UUIDModel):
    """One thing that one collector or one co-handler owes a case, with its own time.

    `assignee` NULL = any collector of the case's area; `organization` is a co-handler's.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    kind = models.CharField("类型", max_length=12, choices=TaskKind)
    assignee = models.ForeignKey(User, models.PROTECT, null=True, related_name="tasks")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="tasks")
    sent_at = models.DateTimeField("派出时间")
    due_at = models.DateTimeField("应完成时间", null=True)
    done_at = models.DateTimeField("完成时间", null=True)
    outcome = models.CharField("结果", max_length=20, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "任务"
        verbose_name_plural = "任务"
        constraints = [
            # One verification, one check at a time; one part for each co-handler.
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(done_at__isnull=True, organization__isnull=True),
                name="one_open_task_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["case", "organization"],
                condition=Q(done_at__isnull=True),
                name="one_open_part_of_a_co_handler",
            ),
        ]
        indexes = [
            models.Index(
                fields=["assignee", "due_at"],
                condition=Q(done_at__isnull=True),
                name="task_open_by_assignee",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"
