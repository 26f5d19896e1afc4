"""From an account to the frozen `Actor` that rights are read from."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from departments.held import held_by
from gis_core.actor import ANYONE, Actor


def actor_of(user: User | AnonymousUser, at: datetime, *, version: int | None = None) -> Actor:
    """Return who this is and every role they hold at `at`, in one query at most.

    Nobody signed in, or an account that was switched off, is `ANYONE`. `version` is the one at
    which rights stand, where it is known: then mostly nothing is asked (see `held`).
    """
    if not isinstance(user, User) or not user.is_active:
        return ANYONE
    return Actor(
        user_id=user.pk,
        name=str(user),
        is_operator=user.is_superuser,
        roles=tuple(held.role for held in held_by(user.pk, version) if held.is_held(at)),
    )
