"""处理反馈: the department says what it did, with photos of it."""

from __future__ import annotations

from collections.abc import Sequence

from cases.models import Case
from cases.photos import DeclaredPhoto
from cases.stages.photographs import with_photos
from cases.stages.step import Step, take
from cases.verbs import Verb


def reply(*, step: Step, photos: Sequence[DeclaredPhoto] = ()) -> Case:
    """Feed back the result of the handling, declaring the photos that will be uploaded.

    Raises:
        EvidenceMissing: the city wants photos with it.
    """
    return take(
        step, Verb.REPLY, {"replied_at": step.at}, also=with_photos(step, Verb.REPLY, photos)
    )
