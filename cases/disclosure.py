"""Looking at what is masked: for posts with the right, with a reason, and written down first.

Nobody's phone leaves the platform, and no original photo, without a row in the log that says who
looked, when and why. The log holds no value: it stays when the values are gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from cases import photos
from cases.errors import (
    CaseNotFound,
    NothingToReveal,
    PhotoMissing,
    ReasonMissing,
    VerbNotAllowed,
)
from cases.models import Case, CasePhoto, Disclosed, Reporter, RevealLog
from gis_core.actor import Actor, Role
from gis_core.errors import Words


class Right(StrEnum):
    """What a post may hold besides verbs: it changes nothing about a case."""

    REVEAL = "reveal"  # 查看报告人信息
    SEE_ORIGINAL = "see_original"  # 查看照片原件


RIGHT_WORDS = {
    Right.REVEAL: Words(Right.REVEAL, "查看报告人信息", "reveal the reporter"),
    Right.SEE_ORIGINAL: Words(Right.SEE_ORIGINAL, "查看照片原件", "see an original photo"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody wants to look at something of a case, and says why."""

    case_id: UUID
    actor: Actor
    at: datetime
    reason: str


@transaction.atomic
def reveal_contact(look: Look) -> Reporter:
    """Return the reporter with their values, once the look is in the log.

    Raises:
        CaseNotFound, VerbNotAllowed, ReasonMissing: there is no such case for this actor, they
            have no right to look, or say no reason.
        NothingToReveal: the reporter left nothing, or it was deleted.
    """
    sight = _allowed(look, Right.REVEAL)
    reporter = Reporter.objects.filter(case=sight.case, deleted_at__isnull=True).first()
    if reporter is None:
        raise NothingToReveal
    _log(look, sight, Disclosed.CONTACT)
    return reporter


@transaction.atomic
def original_photo(look: Look, *, sha256: str) -> tuple[bytes, str]:
    """Return the original bytes and their type, once the look is in the log.

    Raises:
        CaseNotFound, VerbNotAllowed, ReasonMissing: as `reveal_contact`.
        PhotoMissing: the case has no such photo, or its bytes never arrived.
    """
    sight = _allowed(look, Right.SEE_ORIGINAL)
    photo = sight.case.photos.stored().filter(sha256=sha256).first()
    if photo is None:
        raise PhotoMissing
    _log(look, sight, Disclosed.ORIGINAL, photo)
    return photos.original(photo), photo.content_type


@dataclass(frozen=True, slots=True)
class _Sight:
    case: Case
    user_id: UUID
    role: Role


def _allowed(look: Look, right: Right) -> _Sight:
    case = Case.objects.visible_to(look.actor).filter(pk=look.case_id).first()
    user_id = look.actor.user_id
    if case is None or user_id is None:
        raise CaseNotFound
    here = {case.district_code, case.street_code}
    for role in look.actor.roles_in(case.city_id):
        if right in role.verbs and (not role.area_codes or role.area_codes & here):
            if not look.reason.strip():
                raise ReasonMissing(verb=RIGHT_WORDS[right])
            return _Sight(case, user_id, role)
    raise VerbNotAllowed(verb=RIGHT_WORDS[right])


def _log(look: Look, sight: _Sight, what: Disclosed, photo: CasePhoto | None = None) -> None:
    RevealLog.objects.create(
        case=sight.case,
        what=what,
        photo=photo,
        at=look.at,
        actor_id=sight.user_id,
        post=sight.role.post,
        organization_id=sight.role.organization_id,
        reason=look.reason.strip(),
    )
