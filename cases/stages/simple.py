"""自行处置 and 答复: what needs no department: a trifle mended on the spot, a question answered."""

from __future__ import annotations

from cases.errors import PhotosMissing
from cases.models import Case, PhotoRole
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def self_handle(*, step: Step) -> Case:
    """A collector mended what they found; a photo before and one after must be there.

    Raises:
        PhotosMissing: one of the two photos has not arrived.
    """

    def with_photos(case: Case) -> dict[str, object]:
        roles = set(case.photos.stored().values_list("role", flat=True))
        if not {PhotoRole.BEFORE, PhotoRole.AFTER} <= roles:
            raise PhotosMissing
        return {"closed_at": step.at}

    return take(step, Verb.SELF_HANDLE, with_photos)


def answer(*, step: Step) -> Case:
    """Answer a question at once: no case comes of it. Raises ReasonMissing."""
    reason_of(step, Verb.ANSWER)
    return take(step, Verb.ANSWER, {"closed_at": step.at})
