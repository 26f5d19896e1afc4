"""Accounts: our own user model from the first migration, and the tokens of devices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from knox.models import AbstractAuthToken, AuthTokenManager

from gis_core.db.planned import planned_once
from gis_core.ids import uuid7
from gis_core.models import partly


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

    # Only where `DeviceTokenManager.with_account` read it.
    rights_version: int | None = None
    has_ended_tokens = False

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.display_name or self.username


_OF_ACCOUNT: Final = [field.attname for field in User._meta.local_concrete_fields]
_WITH_ACCOUNT: Final = f"""
    SELECT {", ".join(f"account.{name}" for name in _OF_ACCOUNT)}, rights.version,
        EXISTS (
            SELECT FROM accounts_devicetoken other
            WHERE other.user_id = account.id AND other.expiry < %(at)s
        ),
        token.digest, token.created, token.expiry, token.device
    FROM accounts_devicetoken token
    JOIN accounts_user account ON account.id = token.user_id
    CROSS JOIN accounts_rightsversion rights
    WHERE token.token_key = %(key)s
"""  # noqa: S608 - put together from names of columns


class DeviceTokenManager(AuthTokenManager):
    def with_account(self, key: str, *, at: datetime) -> Iterator[DeviceToken]:
        """Yield the tokens that begin with `key` and their accounts, read in one query.

        An account has `rights_version`, and whether any of its tokens has ended at `at`.
        """
        with planned_once() as cursor:
            cursor.execute(_WITH_ACCOUNT, {"key": key, "at": at})
            rows = cursor.fetchall()
        for row in rows:
            account, (version, has_ended, digest, created, expiry, device) = row[:-6], row[-6:]
            user = partly(User, **dict(zip(_OF_ACCOUNT, account, strict=True)))
            user.rights_version, user.has_ended_tokens = version, has_ended
            token = partly(
                DeviceToken,
                digest=digest,
                token_key=key,
                user_id=user.pk,
                created=created,
                expiry=expiry,
                device=device,
            )
            token.user = user
            yield token


class DeviceToken(AbstractAuthToken):
    """What a phone signs its requests with; only a hash is stored. `device` is the user's word."""

    device = models.CharField("设备", max_length=80, blank=True)

    objects = DeviceTokenManager()

    class Meta:
        verbose_name = "设备令牌"
        verbose_name_plural = "设备令牌"
