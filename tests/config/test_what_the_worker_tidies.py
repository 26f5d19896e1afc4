"""The worker's own tasks: nothing stalled is lost, nothing whose time is over stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast as typed

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import DeviceToken
from accounts.tasks import forget_old_sign_ins
from config.tasks import retry_stalled_jobs
from gis_core.ids import uuid7
from live.models import OutboxEvent
from live.outbox import publish
from live.tasks import KEPT, prune_outbox
from tests.factories import Cast


@pytest.fixture
def worker(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Run every waiting job to its end, as the worker would."""
    # The threads of this worker end with it, and so must their connections.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    connector = typed(DjangoConnector, app.connector)

    def run() -> None:
        with app.replace_connector(connector.get_worker_connector()):
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    return run


def test_a_job_of_a_worker_that_died_is_done_by_another(worker: Callable[[], None]) -> None:
    stalled = prune_outbox.configure().defer(timestamp=0)
    with connection.cursor() as cursor:
        # What a killed worker leaves: a job being done, by a worker without a heartbeat.
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    retry_stalled_jobs.configure().defer(timestamp=0)
    worker()
    worker()
    job = ProcrastinateJob.objects.get(pk=stalled)
    assert (job.status, job.attempts) == ("succeeded", 2)


@pytest.mark.django_db
def test_news_that_nobody_would_resume_from_goes() -> None:
    for age in (timedelta(hours=1), KEPT + timedelta(hours=1)):
        publish(city_id=uuid7(), topic="case", subject_id=uuid7(), data={"age": str(age)})
        last = OutboxEvent.objects.latest("id")
        OutboxEvent.objects.filter(pk=last.pk).update(created_at=timezone.now() - age)
    prune_outbox(timestamp=0)
    assert [row.data["age"] for row in OutboxEvent.objects.all()] == ["1:00:00"]


def test_what_signing_in_left_behind_goes_when_its_time_is_over(cast: Cast) -> None:
    now = timezone.now()
    for days in (-1, 1):
        Session.objects.create(session_key=f"s{days}", expire_date=now + timedelta(days=days))
        DeviceToken.objects.create(user=cast.users["collector"], expiry=timedelta(days=days))
    with override_settings(AXES_ENABLED=False):
        old = AccessAttempt.objects.create(username="x", failures_since_start=1)
        AccessAttempt.objects.filter(pk=old.pk).update(attempt_time=now - timedelta(days=8))
    forget_old_sign_ins(timestamp=0)
    assert Session.objects.get().session_key == "s1"
    assert DeviceToken.objects.get().expiry > now
    assert not AccessAttempt.objects.exists()
