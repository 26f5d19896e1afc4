"""处理反馈: the department says what it did, with photos where it has them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from cases.models import Case
from cases.photos import DeclaredPhoto, declare
from cases.stages.step import Step, take
from cases.verbs import Verb


@transaction.atomic
def reply(*, step: Step, photos: Sequence[DeclaredPhoto] = ()) -> Case:
    """Feed back the result of the handling, declaring the photos that will be uploaded."""
    case = take(step, Verb.REPLY, {"replied_at": step.at})
    declare(case, photos, actor=step.actor, at=step.at)
    return case
