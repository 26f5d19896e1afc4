"""Photos: declared by digest with a report or a reply, accepted when their bytes match it.

The original is kept as it came, for evidence; what people are shown is a copy without EXIF.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from io import BytesIO
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from cases.errors import (
    CaseNotFound,
    PhotoDamaged,
    PhotoMissing,
    PhotoNotDeclared,
    PhotoTooLarge,
    PhotoUnreadable,
)
from cases.exif import BROKEN, CameraNote, read_note
from cases.looks import look_of
from cases.measuring import earlier_twin, measure
from cases.models import Case, CasePhoto, PhotoRole
from cases.verbs import Verb
from gis_core.actor import Actor

SIZE_LIMIT_MB: Final = 20
PIXEL_LIMIT_MPX: Final = 60
"""Above what phones take; a file that claims more is refused before a pixel is decoded."""
PUBLIC_SIDE_PX: Final = 2048
FORMATS: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPhoto:
    """A photo that will follow: its SHA-256 in lower-case hex, its role, when it was taken."""

    sha256: str
    role: PhotoRole
    taken_at: datetime | None = None


def declare(
    case: Case,
    photos: Iterable[DeclaredPhoto],
    *,
    actor: Actor,
    at: datetime,
    verb: Verb = Verb.COLLECT,
) -> None:
    """Note which photos belong to a verb before their bytes arrive; twice is harmless."""
    rows = [
        CasePhoto(
            case=case,
            sha256=photo.sha256,
            role=photo.role,
            taken_at=photo.taken_at,
            declared_by_id=actor.user_id,
            declared_at=at,
            declared_with=verb,
        )
        for photo in photos
    ]
    CasePhoto.objects.bulk_create(rows, ignore_conflicts=True)


def store(
    *, case_id: UUID, sha256: str, content: bytes, actor: Actor, at: datetime
) -> tuple[Case, bool]:
    """Store the bytes of a declared photo; returns the case and whether they were new.

    Raises:
        CaseNotFound, PhotoNotDeclared: no such case for this actor, or no such photo in it.
        PhotoTooLarge, PhotoDamaged, PhotoUnreadable: the bytes are not the photo's.
    """
    case = _visible(case_id, actor)
    photo = case.photos.filter(sha256=sha256).first()
    if photo is None:
        raise PhotoNotDeclared(sha256=sha256)
    if photo.stored_at is not None:
        return case, False
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PhotoDamaged
    content_type = content_type_of(content)
    seen = look_through(content, ZoneInfo(case.city.time_zone))
    default_storage.save(original_name(sha256), ContentFile(content))
    default_storage.save(public_name(sha256), ContentFile(seen.public_copy))
    measures = measure(seen.note, seen.look, photo, case)
    changed = CasePhoto.objects.filter(pk=photo.pk, stored_at__isnull=True).update(
        stored_at=at, content_type=content_type, size_bytes=len(content), **measures.columns()
    )
    # Looked for when this one can be found itself: of two that arrive together, none is missed.
    if twin := earlier_twin(photo, case, measures.look):
        CasePhoto.objects.filter(pk=photo.pk).update(same_as=twin)
    return case, changed == 1


def public_copy(*, case_id: UUID, sha256: str, actor: Actor) -> bytes:
    """Return the JPEG that people are shown. Raises CaseNotFound, PhotoMissing."""
    case = _visible(case_id, actor)
    if not case.photos.stored().filter(sha256=sha256).exists():
        raise PhotoMissing
    return _read(public_name(sha256))


def original(photo: CasePhoto) -> bytes:
    """Return the bytes as they came, EXIF and all; who may read them is `disclosure`'s matter."""
    return _read(original_name(photo.sha256))


def _read(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def original_name(sha256: str) -> str:
    return f"photos/original/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def public_name(sha256: str) -> str:
    return f"photos/public/{sha256[:2]}/{sha256[2:4]}/{sha256}.jpg"


def _visible(case_id: UUID, actor: Actor) -> Case:
    case = Case.objects.visible_to(actor).filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    return case


def content_type_of(content: bytes) -> str:
    """Return the type of a picture that is small enough to be decoded.

    Raises:
        PhotoTooLarge, PhotoUnreadable: it is too large, or no picture that we read.
    """
    if len(content) > SIZE_LIMIT_MB * 1_000_000:
        raise _too_large()
    try:
        with Image.open(BytesIO(content), formats=list(FORMATS)) as image:
            if image.width * image.height > PIXEL_LIMIT_MPX * 1_000_000:
                raise _too_large()
            return FORMATS[str(image.format)]
    except (*BROKEN, Image.DecompressionBombError):
        raise PhotoUnreadable from None


def _too_large() -> PhotoTooLarge:
    return PhotoTooLarge(limit_mb=SIZE_LIMIT_MB, limit_mpx=PIXEL_LIMIT_MPX)


@dataclass(frozen=True, slots=True)
class Seen:
    """What decoding a photo once gives: a copy to be shown, its look, the camera's note."""

    public_copy: bytes
    look: int | None
    note: CameraNote


def look_through(content: bytes, zone: tzinfo) -> Seen:
    """Decode a photo. The copy is an upright JPEG of at most PUBLIC_SIDE_PX, without metadata.

    Raises:
        PhotoUnreadable: it cannot be decoded to its last pixel.
    """
    try:
        with Image.open(BytesIO(content), formats=list(FORMATS)) as image:
            note = read_note(image, zone)
            upright = _upright(image).convert("RGB")
            upright.thumbnail((PUBLIC_SIDE_PX, PUBLIC_SIDE_PX))
    except BROKEN:
        raise PhotoUnreadable from None
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = BytesIO()
    clean.save(out, "JPEG", quality=85)
    return Seen(out.getvalue(), look_of(clean), note)


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture turned as the camera was held; broken notes turn nothing."""
    image.load()
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN:
        return image
