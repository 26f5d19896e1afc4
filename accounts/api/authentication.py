"""Who sends a device's token: knox's own rules, asked in one query."""

from __future__ import annotations

from hmac import compare_digest

from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS, knox_settings
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import DeviceToken, User


class DeviceAuthentication(TokenAuthentication):
    """Knox reads a token, its account, and then all tokens of the account to clear ended ones.

    Here one query reads token, account, the version at which rights stand and whether any token
    has ended; only then knox clears up.
    """

    def authenticate(self, request: Request | HttpRequest) -> tuple[User, DeviceToken] | None:
        """Return whose token this is; None where there is none. Raises AuthenticationFailed."""
        if "HTTP_AUTHORIZATION" not in request.META:
            return None
        found: tuple[User, DeviceToken] | None = super().authenticate(request)
        return found

    def authenticate_credentials(self, token: bytes) -> tuple[User, DeviceToken]:
        """Return whose token this is. Raises AuthenticationFailed."""
        said = token.decode(errors="replace")
        digest = hash_token(said)
        key = said[: CONSTANTS.TOKEN_KEY_LENGTH]
        for row in DeviceToken.objects.with_account(key, at=timezone.now()):
            if row.user.has_ended_tokens and self._cleanup_token(row):
                continue
            if compare_digest(digest, row.digest):
                if knox_settings.AUTO_REFRESH and row.expiry:
                    self.renew_token(row)
                found: tuple[User, DeviceToken] = self.validate_user(row)
                return found
        raise AuthenticationFailed


class DeviceTokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # a hook of theirs
    """What the API's description says of it."""

    target_class = "accounts.api.authentication.DeviceAuthentication"
