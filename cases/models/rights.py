"""Which cases somebody may see, as a condition that every list, tile and export is read by."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import Q

from gis_core.actor import Actor, Role, Scope

FOLLOWED: Final = ~Q(follower_ids=[])
"""A few cases in a thousand; the index over them holds no others."""


def visible(actor: Actor) -> Q:
    """Return the condition of the cases that somebody who is signed in may see."""
    seen = Q(reporter_account_id=actor.user_id) | Q(errand_for_id=actor.user_id)
    # The demo city's stories are for everybody who has an account there.
    seen |= Q(story__isnull=False, city_id__in={role.city_id for role in actor.roles})
    return seen | of_roles(actor.roles) | followed_by(actor.user_id)


def of_roles(roles: Iterable[Role]) -> Q:
    """Return the condition of the cases that these roles show: by scope, organisation and area."""
    seen = Q(pk__in=[])
    for role in roles:
        seen |= _visible_by(role.scope, role.city_id, role.organization_ids, role.area_codes)
    return seen


def followed_by(user_id: UUID | None) -> Q:
    """Cases that a report of theirs was merged into: they see what becomes of it there."""
    return FOLLOWED & Q(follower_ids__contains=[user_id])


def _visible_by(
    scope: Scope, city_id: UUID, organization_ids: frozenset[UUID], area_codes: frozenset[str]
) -> Q:
    if scope is Scope.OWN:
        return Q(pk__in=[])
    seen = Q(city_id=city_id)
    if scope is Scope.ORGANIZATION:
        seen &= (
            Q(organization_id__in=organization_ids)
            | Q(unit_id__in=organization_ids)
            | Q(co_organizations__overlap=list(organization_ids))
        )
    if area_codes:
        seen &= Q(district_code__in=area_codes) | Q(street_code__in=area_codes)
    return seen
