"""Who acts in a request: read once, kept on the request."""

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.api.authentication import DeviceAuthentication
from accounts.models import User
from accounts.sessions import SessionStore
from departments.actors import actor_of
from gis_core.actor import ANYONE, Actor

_KEPT_AS = "_wangge_actor"


def actor_from(request: Request | HttpRequest) -> Actor:
    """Return the actor behind the request's session or token; ANYONE where there is neither."""
    kept: Actor | None = getattr(request, _KEPT_AS, None)
    if kept is None:
        kept = _actor_now(request, request.user)
        setattr(request, _KEPT_AS, kept)
    return kept


def actor_behind(request: HttpRequest) -> Actor:
    """Return who sends this session cookie or token, read anew, outside Django's middleware.

    For streams, which outlive the moment in which somebody was signed in.
    """
    try:
        by_token = DeviceAuthentication().authenticate(request)
    except AuthenticationFailed:
        return ANYONE
    if by_token is None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        request.session = SessionStore(key)
    user = by_token[0] if by_token else get_user(request)
    return _actor_now(request, user)


def _actor_now(request: Request | HttpRequest, user: User | AnonymousUser) -> Actor:
    """The version of rights came with the token's account, or with the session."""
    by_session = getattr(getattr(request, "session", None), "rights_version", None)
    version = getattr(user, "rights_version", None) or by_session
    return actor_of(user, timezone.now(), version=version)
