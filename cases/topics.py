"""Live news of cases, for whoever may see the case when the news is sent."""

from collections.abc import Set
from typing import Final
from uuid import UUID

from cases.models import Case
from cases.stages.step import TOPIC
from gis_core.actor import Actor
from live.topics import Topic


def _visible(actor: Actor, case_ids: Set[UUID]) -> Set[UUID]:
    rows = Case.objects.visible_to(actor).filter(pk__in=case_ids)
    return set(rows.values_list("pk", flat=True))


CASE_NEWS: Final = Topic(TOPIC, _visible)
