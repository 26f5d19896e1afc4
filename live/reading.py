"""What a listener gets next: the numbered rows after theirs that they may see now."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Max, Min

from gis_core.actor import Actor
from live.models import OutboxEvent
from live.topics import TopicRegistry

BATCH_SIZE: Final = 200
"""Rows read at a time: a screenful of news, and a second's worth for a busy city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows to send, and the number up to which everything has been considered."""

    rows: tuple[OutboxEvent, ...]
    position: int
    is_full: bool


def latest() -> int:
    """Return the highest number given so far to a row that is still kept, 0 where none is."""
    return OutboxEvent.objects.aggregate(last=Max("sequence"))["last"] or 0


def is_resumable(after: int) -> bool:
    """Whether everything after this number is still kept, so that nothing would be missed."""
    kept = OutboxEvent.objects.aggregate(first=Min("sequence"), last=Max("sequence"))
    if kept["last"] is None:
        return after == 0
    return bool(kept["first"] - 1 <= after <= kept["last"])


def next_batch(actor: Actor, after: int, topics: TopicRegistry) -> Batch:
    """Return the next rows after `after` that the actor may see, in the order of their numbers."""
    rows = list(OutboxEvent.objects.after(after)[:BATCH_SIZE])
    subjects: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        subjects[row.topic].add(row.subject_id)
    seen = {name: topics.visible(name, actor, ids) for name, ids in subjects.items()}
    return Batch(
        rows=tuple(row for row in rows if row.subject_id in seen[row.topic]),
        position=rows[-1].sequence or after if rows else after,
        is_full=len(rows) == BATCH_SIZE,
    )
