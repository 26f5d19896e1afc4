"""The words of conditions that `departments` does not know, with what they are called."""

from __future__ import annotations

from typing import Final

from cases.models.choices import Source, Urgency
from departments.condition_words import Names
from facilities.models import FacilityKind

ENGLISH: Final = {
    Source.COLLECTOR: "a collector",
    Source.CITIZEN: "a citizen's phone",
    Source.PHONE: "a call",
    Source.MEDIA: "the media",
    Source.SUPERIOR: "superiors",
    Source.SENSOR: "sensors",
    Source.ONLINE: "the web",
    Source.STAFF: "staff",
}
WORDS: Final[Names] = {
    **{("sources", s.value): (str(s.label), ENGLISH[s]) for s in Source},
    **{("urgencies", u.value): (str(u.label), u.value) for u in Urgency},
    **{
        ("near_kind", k.value): (str(k.label), k.value.replace("_", " "))
        for k in FacilityKind
        if k is not FacilityKind.COMPONENT
    },
}
