"""Photos that come with a verb: declared in its transaction, refused where the city wants them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cases.evidence import require
from cases.models import Case
from cases.photos import DeclaredPhoto, declare
from cases.stages.step import Step
from cases.verbs import Verb


def with_photos(step: Step, verb: Verb, photos: Sequence[DeclaredPhoto]) -> Callable[[Case], None]:
    """Return what `take` runs besides: it declares the photos, or raises EvidenceMissing."""

    def declared(case: Case) -> None:
        require(case, verb, [photo.role for photo in photos])
        declare(case, photos, actor=step.actor, at=step.at, verb=verb)

    return declared
