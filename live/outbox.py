"""The writer's door: say what happened, in the transaction that makes it happen."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from live.models import OutboxEvent


def publish(*, city_id: UUID, topic: str, subject_id: UUID, data: Mapping[str, Any]) -> None:
    """Write an outbox row; pages hear of it after the surrounding transaction has committed.

    `data` holds no personal values and only what everybody who may see the subject may know.
    The writer does not NOTIFY: that takes one lock for the whole database from before the commit
    reaches the disk until after it, so writers would commit one by one. The relay looks instead.
    """
    OutboxEvent.objects.create(city_id=city_id, topic=topic, subject_id=subject_id, data=dict(data))
