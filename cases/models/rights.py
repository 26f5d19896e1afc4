"""Which cases somebody may see, as a condition that every list, tile and export is read by.

In two parts: what the columns say that a count can be kept by (city, organisation, unit, district,
street), and what only the row itself says (who reported it, who follows it, who handles it with
others). `visible` is the one or the other.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import Q

from gis_core.actor import Actor, Role, Scope

FOLLOWED: Final = ~Q(follower_ids=[])
"""A few cases in a thousand; the index over them holds no others."""

CO_HANDLED: Final = ~Q(co_organizations=[])
"""Likewise."""


def visible(actor: Actor) -> Q:
    """Return the condition of the cases that somebody who is signed in may see."""
    return visible_by_row(actor) | visible_by_columns(actor)


def visible_by_columns(actor: Actor) -> Q:
    """Return what roles show by scope, organisation and area: columns that counts are kept by."""
    seen = Q(pk__in=[])
    for role in actor.roles:
        seen |= _by_columns(role)
    return seen


def visible_by_row(actor: Actor) -> Q:
    """Return what is seen for another reason than its columns; few cases, each by an index."""
    seen = Q(reporter_account_id=actor.user_id) | Q(errand_for_id=actor.user_id)
    # The demo city's stories are for everybody who has an account there.
    seen |= Q(story__isnull=False, city_id__in={role.city_id for role in actor.roles})
    for role in actor.roles:
        seen |= _co_handled_by(role)
    return seen | followed_by(actor.user_id)


def of_roles(roles: Iterable[Role]) -> Q:
    """Return the condition of the cases that these roles show: by scope, organisation and area."""
    seen = Q(pk__in=[])
    for role in roles:
        seen |= _by_columns(role) | _co_handled_by(role)
    return seen


def followed_by(user_id: UUID | None) -> Q:
    """Cases that a report of theirs was merged into: they see what becomes of it there."""
    return FOLLOWED & Q(follower_ids__contains=[user_id])


def _by_columns(role: Role) -> Q:
    if role.scope is Scope.OWN:
        return Q(pk__in=[])
    seen = Q(city_id=role.city_id)
    if role.scope is Scope.ORGANIZATION:
        seen &= Q(organization_id__in=role.organization_ids) | Q(unit_id__in=role.organization_ids)
    return seen & _in_area(role)


def _co_handled_by(role: Role) -> Q:
    if role.scope is not Scope.ORGANIZATION:
        return Q(pk__in=[])
    together = Q(co_organizations__overlap=sorted(role.organization_ids))
    return CO_HANDLED & Q(city_id=role.city_id) & together & _in_area(role)


def _in_area(role: Role) -> Q:
    if not role.area_codes:
        return Q()
    return Q(district_code__in=role.area_codes) | Q(street_code__in=role.area_codes)
