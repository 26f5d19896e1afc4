"""Who a session signs in, kept between requests while session, account and rights stay as they are.

For what is asked hundreds of times a minute by one page, such as tiles: Django reads session and
account anew for each request. Whoever relies on a kept session checks its stamps (`gis_core.kept`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.models import User
from accounts.sessions import SessionStore
from gis_core.kept import ROW_STATE, Stamp, remember, stamped

_SESSION: Final = (
    f"SELECT {ROW_STATE} FROM django_session"  # noqa: S608 - our own words
    " WHERE session_key = %s AND expire_date > now()"
)
_ACCOUNT: Final = f"SELECT {ROW_STATE} FROM accounts_user WHERE id = %s"  # noqa: S608 - our own words
_RIGHTS: Final = "SELECT version FROM accounts_rightsversion"

_kept: dict[str, KeptSession] = {}


@dataclass(frozen=True, slots=True)
class KeptSession:
    """An account (with its `rights_version`), and what tells whether it still is as it was."""

    user: User
    stamps: tuple[Stamp, ...]


class KeptSessionAuthentication(BaseAuthentication):
    """Django's session for requests that only read; `request.auth` is the `KeptSession`.

    The view must check its stamps before it answers.
    """

    def authenticate(self, request: Request) -> tuple[User, KeptSession] | None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        found = (_kept.get(key) or _keep(key)) if key else None
        return None if found is None else (found.user, found)


def _keep(key: str) -> KeptSession | None:
    """Read a session and remember it; None where it signs nobody in."""
    user = _account_behind(key)
    if user is None:
        return None
    asked = ((_SESSION, (key,)), (_ACCOUNT, (user.pk,)), (_RIGHTS, ()))
    stamps = stamped(asked, partial(_kept.pop, key, None))
    # Read once more: what is kept may be newer than its stamps, and is never older.
    user = _account_behind(key)
    if user is None:
        return None
    user.rights_version = stamps[-1].value
    return remember(_kept, key, KeptSession(user, stamps))


def _account_behind(key: str) -> User | None:
    request = HttpRequest()
    request.session = SessionStore(key)
    user = get_user(request)
    return user if isinstance(user, User) else None
