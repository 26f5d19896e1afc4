"""Who acts in a request: read once, kept on the request."""

from django.http import HttpRequest
from django.utils import timezone
from rest_framework.request import Request

from departments.actors import actor_of
from gis_core.actor import Actor

_KEPT_AS = "_wangge_actor"


def actor_from(request: Request | HttpRequest) -> Actor:
    """Return the actor behind the request's session or token; ANYONE where there is neither."""
    kept: Actor | None = getattr(request, _KEPT_AS, None)
    if kept is None:
        kept = actor_of(request.user, timezone.now())
        setattr(request, _KEPT_AS, kept)
    return kept
