"""From an account to the frozen `Actor` that rights are read from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from departments.models import Membership, Organization
from gis_core.actor import ANYONE, Actor, Role, Scope

# UNION (not UNION ALL) ends even where somebody has managed to make a ring of organisations.
_BRANCHES: Final = """
    WITH RECURSIVE below(root_id, id) AS (
        SELECT id, id FROM departments_organization WHERE id = ANY(%(roots)s)
        UNION
        SELECT below.root_id, child.id
        FROM below JOIN departments_organization AS child ON child.parent_id = below.id
    ), above(root_id, id, parent_id) AS (
        SELECT id, id, parent_id FROM departments_organization WHERE id = ANY(%(roots)s)
        UNION
        SELECT above.root_id, parent.id, parent.parent_id
        FROM above JOIN departments_organization AS parent ON parent.id = above.parent_id
    )
    SELECT id, root_id, true AS is_below FROM below
    UNION ALL
    SELECT id, root_id, false FROM above
"""


@dataclass(frozen=True, slots=True)
class Branch:
    """The ids below and above an organisation, itself among both."""

    below: set[UUID] = field(default_factory=set)
    above: set[UUID] = field(default_factory=set)


def actor_of(user: User | AnonymousUser, at: datetime) -> Actor:
    """Return who this is and every role they hold at `at`, in two queries.

    Nobody signed in, or an account that was switched off, is `ANYONE`.
    """
    if not isinstance(user, User) or not user.is_active:
        return ANYONE
    memberships = list(Membership.objects.of(user).valid_at(at).select_related("post"))
    branches = branches_of({m.organization_id for m in memberships})
    return Actor(
        user_id=user.pk,
        name=str(user),
        is_operator=user.is_superuser,
        roles=tuple(_role(m, branches[m.organization_id]) for m in memberships),
    )


def branches_of(roots: Iterable[UUID]) -> dict[UUID, Branch]:
    """Return each root organisation's branch, in one query for all."""
    branches: dict[UUID, Branch] = defaultdict(Branch)
    wanted = list(roots)
    if wanted:
        for row in Organization.objects.raw(_BRANCHES, {"roots": wanted}):
            # root_id and is_below are columns of _BRANCHES, which the model does not have.
            branch = branches[row.root_id]  # type: ignore[attr-defined]
            (branch.below if row.is_below else branch.above).add(row.pk)  # type: ignore[attr-defined]
    return branches


def _role(membership: Membership, branch: Branch) -> Role:
    return Role(
        membership_id=membership.pk,
        city_id=membership.city_id,
        post=membership.post.code,
        verbs=frozenset(membership.post.verbs),
        scope=Scope(membership.post.scope),
        organization_id=membership.organization_id,
        organization_ids=frozenset(branch.below),
        branch_ids=frozenset(branch.above),
        area_codes=frozenset(membership.area_codes),
    )
