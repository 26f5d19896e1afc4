"""Notes on a case beside its story: of one branch, or shared with everybody who sees the case."""

from __future__ import annotations

from typing import Self
from uuid import UUID

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.models.case import Case
from departments.models import Organization
from gis_core.actor import Actor
from gis_core.models import UUIDModel


class CaseNoteQuerySet(models.QuerySet["CaseNote"]):
    def readable_by(self, actor: Actor) -> Self:
        """Of the cases that they see: what is shared, and what their own branch wrote."""
        seen = Case.objects.visible_to(actor).values("pk")
        mine = Q(organization_id__in=_branch(actor)) | Q(author_id=actor.user_id)
        return self.filter(Q(shared=True) | mine, case__in=seen)


def _branch(actor: Actor) -> set[UUID]:
    """Their organisations and those below: a sub-platform reads its units, not the reverse."""
    return actor.organization_ids()


class CaseNote(UUIDModel):
    """What somebody wrote down about a case. Nothing edits it; `id` is the client's own.

    `shared` False = for the branch of `organization` alone. No personal values in `text`: a note
    is not deleted with them.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    post = models.CharField("岗位", max_length=40)
    text = models.TextField("内容", max_length=4000)
    shared = models.BooleanField("共享")
    written_at = models.DateTimeField("时间")

    objects = CaseNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "案件备注"
        verbose_name_plural = "案件备注"
        ordering = ("written_at", "id")
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.written_at}"


class NoteFile(UUIDModel):
    """A file that belongs to a note and is read by whoever may read it."""

    note = models.ForeignKey(CaseNote, models.PROTECT, related_name="files")
    sha256 = models.CharField("SHA-256", max_length=64)
    content_type = models.CharField("格式", max_length=20)
    size_bytes = models.PositiveIntegerField("大小（字节）")
    stored_at = models.DateTimeField("入库时间")

    class Meta:
        verbose_name = "备注附件"
        verbose_name_plural = "备注附件"
        constraints = [
            models.UniqueConstraint(fields=["note", "sha256"], name="file_of_a_note_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.note_id} {self.sha256[:8]}"
