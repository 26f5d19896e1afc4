"""Django's own sessions, read together with the version at which rights stand."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL
from django.utils import timezone


class SessionStore(db.SessionStore):
    """`rights_version` is as it stood when the session was read; None before that."""

    rights_version: int | None = None

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        version = RawSQL("(SELECT version FROM accounts_rightsversion)", [], BigIntegerField())
        found = self.model.objects.filter(
            session_key=self.session_key, expire_date__gt=timezone.now()
        )
        row: AbstractBaseSession | None = found.annotate(rights_version=version).first()
        if row is None:
            self._session_key = None
            return None
        self.rights_version = row.rights_version  # type: ignore[attr-defined]  # annotated
        return row
