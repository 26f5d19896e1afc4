"""The writer's door: say what happened, in the transaction that makes it happen."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from live.models import OutboxEvent


def news(*, city_id: UUID, topic: str, subject_id: UUID, data: Mapping[str, Any]) -> OutboxEvent:
    """Return an outbox row for a transaction to write; pages hear of it after the commit.

    `data` holds no personal values and only what everybody who may see the subject may know.
    The writer does not NOTIFY: that takes one lock for the whole database from before the commit
    reaches the disk until after it, so writers would commit one by one. The relay looks instead.
    """
    return OutboxEvent(city_id=city_id, topic=topic, subject_id=subject_id, data=dict(data))


def publish(*, city_id: UUID, topic: str, subject_id: UUID, data: Mapping[str, Any]) -> None:
    """Write the row of a piece of news in the surrounding transaction."""
    news(city_id=city_id, topic=topic, subject_id=subject_id, data=data).save(force_insert=True)
