"""Outbox rows are for pages that are open now or were open a while ago, and then go."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from procrastinate.contrib.django import app

from live.models import OutboxEvent

KEPT: Final = timedelta(days=3)
"""A page that slept over the weekend resumes; an older one loads anew."""


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="prune_outbox")
def prune_outbox(timestamp: int) -> None:
    """Delete rows older than that, numbered or not: nobody would resume from them."""
    OutboxEvent.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
