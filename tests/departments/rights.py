"""What somebody may do: as it is kept, and as the rows say it one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from accounts.models import User
from departments.actors import actor_of
from departments.models import Membership, Organization
from gis_core.actor import Actor
from tests.factories import NOW


def version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM accounts_rightsversion")
        return int(cursor.fetchone()[0])


def kept(user: User, at: datetime = NOW) -> Actor:
    """The actor as a request gets it: by the version that was read with the account."""
    return actor_of(user, at, version=version())


def slowly(user: User, at: datetime) -> set[tuple[Any, ...]]:
    """What the rows say, read one by one."""
    parents = dict(Organization.objects.values_list("pk", "parent_id"))

    def above(one: Any) -> frozenset[Any]:
        seen: set[Any] = set()
        while one is not None and one not in seen:
            seen.add(one)
            one = parents[one]
        return frozenset(seen)

    return {
        (
            m.pk,
            m.post.code,
            frozenset(m.post.verbs),
            above(m.organization_id),
            frozenset(one for one in parents if m.organization_id in above(one)),
            frozenset(m.area_codes),
        )
        for m in Membership.objects.filter(user=user).select_related("post")
        if m.valid_from <= at and (m.valid_to is None or at < m.valid_to)
    }


def told(actor: Actor) -> set[tuple[Any, ...]]:
    return {
        (r.membership_id, r.post, r.verbs, r.branch_ids, r.organization_ids, r.area_codes)
        for r in actor.roles
    }
