"""The phone's push port: an interface, and a backend that writes to the log what it would send.

A real gateway is a class with `send`, named by WANGGE_PUSH. It gets an opaque endpoint and public
facts: no name, no phone number, no place in words.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from accounts.models import User
from live.models import PushSubscription

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a phone is told: as a live event, a topic, a subject and a few public facts."""

    topic: str
    subject_id: UUID
    city_id: UUID
    data: Mapping[str, Any] = field(default_factory=dict)


class EndpointGone(Exception):
    """The gateway knows this endpoint no more; it is forgotten."""


class Push(Protocol):
    """A gateway to phones."""

    def send(self, endpoint: str, notice: Notice) -> None:
        """Send a notice to one phone. Raises EndpointGone."""


class LogPush:
    """Sends nothing: says in the log what would have been sent, and to which device's digest."""

    def send(self, endpoint: str, notice: Notice) -> None:
        device = hashlib.sha256(endpoint.encode()).hexdigest()[:12]
        log.info("push %s %s to device %s", notice.topic, notice.subject_id, device)


def subscribed() -> QuerySet[User]:
    """Return the people who are active and have a phone that can be told."""
    return User.objects.filter(is_active=True, push_subscriptions__isnull=False).distinct()


def push_to(user_ids: Collection[UUID], notice: Notice) -> int:
    """Send a notice to every phone of these people; returns to how many."""
    gateway: Push = import_string(settings.PUSH_BACKEND)()
    sent = 0
    for subscription in PushSubscription.objects.filter(user__in=user_ids):
        try:
            gateway.send(subscription.endpoint, notice)
        except EndpointGone:
            subscription.delete()
        else:
            sent += 1
    return sent
