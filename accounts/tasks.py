"""What signing in leaves behind goes when its time is over."""

from datetime import timedelta
from typing import Final

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.models import DeviceToken

FAILURES_KEPT: Final = timedelta(days=7)
LOG_KEPT: Final = timedelta(days=190)
"""Six months and a little: the Cybersecurity Law (art. 21) asks for six months of network logs."""


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="forget_old_sign_ins")
def forget_old_sign_ins(timestamp: int) -> None:
    """Delete sessions and tokens that ended, and sign-in records that are old."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    DeviceToken.objects.filter(expiry__lt=now).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - FAILURES_KEPT).delete()
    AccessLog.objects.filter(attempt_time__lt=now - LOG_KEPT).delete()
