"""Accounts: our own user model from the first migration, and the tokens of devices."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from knox.models import AbstractAuthToken

from gis_core.ids import uuid7


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pgtrigger.AnyChange(
            "username", "password", "is_active", "is_staff", "is_superuser"
        )
    ),
    pghistory.DeleteEvent(),
    fields=["id", "username", "is_active", "is_staff", "is_superuser"],
    model_name="UserHistory",
)
class User(AbstractUser):  # type: ignore[django-manager-missing]  # knox ships no types
    """Somebody with an account. What they may do comes from their memberships, not from here.

    Its history says that a password was changed, and never to what.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    display_name = models.CharField("姓名", max_length=80, blank=True)

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.display_name or self.username


class DeviceToken(AbstractAuthToken):
    """What a phone signs its requests with; only a hash is stored. `device` is the user's word."""

    device = models.CharField("设备", max_length=80, blank=True)

    class Meta:
        verbose_name = "设备令牌"
        verbose_name_plural = "设备令牌"
