"""What photos prove: which of them a verb wants, and what is odd about those that are there.

Missing evidence is listed beside the case. A city may decide that a verb is refused without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cases.errors import EvidenceMissing
from cases.models import Case, CasePhoto, CasePractice, PhotoRole, Source
from cases.states import State
from cases.transitions import verbs_from
from cases.verbs import Verb
from cases.words import named
from gis_core.errors import Words

NEEDED: Final[Mapping[Verb, tuple[PhotoRole, ...]]] = {
    Verb.COLLECT: (PhotoRole.NEAR, PhotoRole.FAR),
    Verb.SELF_HANDLE: (PhotoRole.BEFORE, PhotoRole.AFTER),
    Verb.VERIFY: (PhotoRole.NEAR, PhotoRole.FAR),
    Verb.REPLY: (PhotoRole.AFTER,),
    Verb.CHECK: (PhotoRole.AFTER,),
}
"""Which photos each verb wants to be declared with it; a report, only where a collector made it."""

REFUSABLE: Final = (Verb.VERIFY, Verb.REPLY, Verb.CHECK)
"""Verbs that a city may refuse without their photos. A report is taken in any case, and mending on
the spot is refused everywhere: nobody else ever sees it."""

PLACE_LIMIT_M: Final = 100
"""A cell's side. A phone between houses is off by tens of metres; a cell away is another place."""

TIME_LIMIT_MIN: Final = 60
"""A report is written within minutes of its photos, and says itself when: no signal does not count.
An hour forgives a camera whose clock was not set to the second, and a lunch."""


class Finding(StrEnum):
    """What is odd about a photo. A finding accuses nobody: a person looks."""

    FAR_FROM_CASE = "far_from_case"
    OTHER_TIME = "other_time"
    OLDER_THAN_CASE = "older_than_case"
    SAME_PICTURE = "same_picture"


FINDING_WORDS: Final = {
    Finding.FAR_FROM_CASE: (
        f"拍摄位置距案件超过 {PLACE_LIMIT_M} 米",
        f"taken more than {PLACE_LIMIT_M} m from the case",
    ),
    Finding.OTHER_TIME: (
        f"拍摄时间与上报或反馈相差超过 {TIME_LIMIT_MIN} 分钟",
        f"taken more than {TIME_LIMIT_MIN} minutes from its report or reply",
    ),
    Finding.OLDER_THAN_CASE: (
        "处理后的照片早于案件上报",
        "shows the result, and is older than the report",
    ),
    Finding.SAME_PICTURE: (
        "与已有照片是同一张图片",
        "the same picture as an earlier photo",
    ),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """Photos that a verb wants and that have not arrived; `refused` = the verb waits for them."""

    verb: Verb
    roles: tuple[PhotoRole, ...]
    refused: bool


def findings(photo: CasePhoto, case: Case) -> list[Finding]:
    """Return what is odd about a stored photo of this case."""
    odd = {
        Finding.FAR_FROM_CASE: (photo.place_off_m or 0) > PLACE_LIMIT_M,
        Finding.OTHER_TIME: abs(photo.time_off_min or 0) > TIME_LIMIT_MIN,
        Finding.OLDER_THAN_CASE: photo.role == PhotoRole.AFTER
        and photo.exif_taken_at is not None
        and photo.exif_taken_at < case.reported_at,
        Finding.SAME_PICTURE: photo.same_as_id is not None,
    }
    return [finding for finding, holds in odd.items() if holds]


def missing(case: Case, photos: Collection[CasePhoto], used: Collection[str]) -> list[Missing]:
    """Return what is missing for the verbs that were `used` on the case and for those next."""
    stored = [photo for photo in photos if photo.stored_at is not None]
    wanted = [verb for verb in NEEDED if verb in used or verb in verbs_from(State(case.state))]
    found = [(verb, _lacking(case, verb, stored)) for verb in wanted if _asked(case, verb)]
    strict = CasePractice.of(case.city).evidence_required
    return [
        Missing(verb, roles, verb in strict or verb is Verb.SELF_HANDLE)
        for verb, roles in found
        if roles
    ]


def require(case: Case, verb: Verb, declared: Iterable[PhotoRole]) -> None:
    """Refuse a verb whose photos were not declared, where the city wants that.

    Raises:
        EvidenceMissing: `declared` now and the photos before lack a role.
    """
    if verb not in CasePractice.of(case.city).evidence_required:
        return
    now = set(declared)
    lacking = [role for role in _lacking(case, verb, case.photos.all()) if role not in now]
    if lacking:
        roles = Words(
            ",".join(lacking),
            "、".join(str(PhotoRole(role).label) for role in lacking),
            ", ".join(lacking),
        )
        raise EvidenceMissing(verb=named(verb), roles=roles)


def _asked(case: Case, verb: Verb) -> bool:
    return verb not in (Verb.COLLECT, Verb.SELF_HANDLE) or case.source == Source.COLLECTOR


def _lacking(case: Case, verb: Verb, photos: Iterable[CasePhoto]) -> tuple[PhotoRole, ...]:
    """The roles that a verb wants and no photo of its own has, since the case last came back."""
    since = _came_back(case) if verb in (Verb.REPLY, Verb.CHECK) else None
    # Mending on the spot is shown by the photos of the report itself.
    stage = Verb.COLLECT if verb is Verb.SELF_HANDLE else verb
    there = {
        photo.role
        for photo in photos
        if photo.declared_with == stage and (since is None or photo.declared_at > since)
    }
    return tuple(role for role in NEEDED[verb] if role not in there)


def _came_back(case: Case) -> datetime | None:
    """When the case last came back from its check or its reporter: what was shown then is stale."""
    if not case.reworks:
        return None
    back = [e.at for e in case.events.all() if e.verb in (Verb.REWORK, Verb.CALL_BACK_UNHAPPY)]
    return max(back, default=None)
