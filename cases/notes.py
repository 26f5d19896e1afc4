"""Notes and files of a case: written by whoever works on it, read by their branch or by all sides.

What is not shared is not seen: neither in a list, nor as a file, nor as live news.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from cases.errors import (
    CaseNotFound,
    NoteDiffers,
    NoteEmpty,
    NoteFileMissing,
    NoteNotFound,
    NotOnDuty,
    PhotoDamaged,
    PhotoTooLarge,
)
from cases.models import Case, CaseNote, NoteFile
from cases.photos import PIXEL_LIMIT_MPX, SIZE_LIMIT_MB, content_type_of, look_through
from cases.topics import NOTE_TOPIC
from gis_core.actor import Actor, Role
from live.outbox import publish

PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A note as its author sends it; the same one sent again is written once."""

    id: UUID
    case_id: UUID
    text: str
    shared: bool
    actor: Actor
    at: datetime


def notes_of(case_id: UUID, actor: Actor) -> Sequence[CaseNote]:
    """Return the notes of a case that the actor may read, oldest first. Raises CaseNotFound."""
    case = _visible(case_id, actor)
    rows = CaseNote.objects.readable_by(actor).filter(case=case)
    return list(rows.select_related("author", "organization").prefetch_related("files"))


@transaction.atomic
def write(draft: Draft) -> tuple[CaseNote, bool]:
    """Write a note; returns it and whether it is new.

    Raises:
        CaseNotFound, NotOnDuty: no such case for this actor, or no post of theirs in its city.
        NoteEmpty, NoteDiffers: nothing is said, or this id belongs to another note.
    """
    if not draft.text.strip():
        raise NoteEmpty
    case = _visible(draft.case_id, draft.actor)
    role = _writing_role(case, draft.actor)
    note, new = CaseNote.objects.get_or_create(
        pk=draft.id,
        defaults={
            "case": case,
            "author_id": draft.actor.user_id or UUID(int=0),  # who has a role is somebody
            "organization_id": role.organization_id,
            "post": role.post,
            "text": draft.text.strip(),
            "shared": draft.shared,
            "written_at": draft.at,
        },
    )
    if not new and not _is_the_same(note, draft):
        raise NoteDiffers
    if new:
        said = {"case": str(case.pk)}
        publish(city_id=case.city_id, topic=NOTE_TOPIC, subject_id=note.pk, data=said)
    return note, new


def store_file(
    *, note_id: UUID, sha256: str, content: bytes, actor: Actor, at: datetime
) -> tuple[NoteFile, bool]:
    """Add a PDF or a picture to one's own note; pictures are kept without the camera's notes.

    Raises:
        NoteNotFound: no such note of this actor.
        PhotoTooLarge, PhotoDamaged, PhotoUnreadable: the bytes are not the file's, or no PDF and
            no picture.
    """
    note = CaseNote.objects.readable_by(actor).filter(pk=note_id, author_id=actor.user_id).first()
    if note is None:
        raise NoteNotFound
    if len(content) > SIZE_LIMIT_MB * 1_000_000:
        raise PhotoTooLarge(limit_mb=SIZE_LIMIT_MB, limit_mpx=PIXEL_LIMIT_MPX)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PhotoDamaged
    kept, content_type = _kept(content, ZoneInfo(note.case.city.time_zone))
    default_storage.save(file_name(sha256), ContentFile(kept))
    return NoteFile.objects.get_or_create(
        note=note,
        sha256=sha256,
        defaults={"content_type": content_type, "size_bytes": len(kept), "stored_at": at},
    )


def file_of(*, note_id: UUID, sha256: str, actor: Actor) -> tuple[bytes, str]:
    """Return the bytes and the type of a file. Raises NoteFileMissing."""
    notes = CaseNote.objects.readable_by(actor).filter(pk=note_id)
    file = NoteFile.objects.filter(note__in=notes, sha256=sha256).first()
    if file is None:
        raise NoteFileMissing
    with default_storage.open(file_name(sha256)) as stored:
        return bytes(stored.read()), file.content_type


def file_name(sha256: str) -> str:
    return f"notes/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _kept(content: bytes, zone: ZoneInfo) -> tuple[bytes, str]:
    if content.startswith(b"%PDF-"):
        return content, PDF
    content_type_of(content)
    return look_through(content, zone).public_copy, "image/jpeg"


def _visible(case_id: UUID, actor: Actor) -> Case:
    case = Case.objects.visible_to(actor).filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    return case


def _writing_role(case: Case, actor: Actor) -> Role:
    """Return the role that a note is written in: one that handles the case, if there is one."""
    roles = list(actor.roles_in(case.city_id))
    handling = {case.organization_id, case.unit_id, *case.co_organizations}
    ours = [role for role in roles if role.organization_ids & handling]
    if not roles:
        raise NotOnDuty
    return (ours or roles)[0]


def _is_the_same(note: CaseNote, draft: Draft) -> bool:
    said = (note.case_id, note.author_id, note.text, note.shared)
    return said == (draft.case_id, draft.actor.user_id, draft.text.strip(), draft.shared)
