"""Who acts: a frozen value that rights are read from, made once per request."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Scope(StrEnum):
    """How far a post sees."""

    CITY = "city"
    ORGANIZATION = "organization"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One membership as rights see it: a post held in an organisation of a city.

    `organization_ids` holds the organisation and everything below it, `branch_ids` the organisation
    and everything above it; `area_codes` narrows the role to districts or streets, and is empty
    where the role covers the whole city.
    """

    membership_id: UUID
    city_id: UUID
    post: str
    verbs: frozenset[str]
    scope: Scope
    organization_id: UUID
    organization_ids: frozenset[UUID]
    branch_ids: frozenset[UUID]
    area_codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who is signed in, with every role they hold now; `ANYONE` is nobody."""

    user_id: UUID | None
    name: str = ""
    is_operator: bool = False
    roles: tuple[Role, ...] = ()

    def roles_in(self, city_id: UUID) -> Iterator[Role]:
        return (role for role in self.roles if role.city_id == city_id)

    def may(self, verb: str, city_id: UUID) -> bool:
        """Whether some post of theirs in this city holds the verb."""
        return any(verb in role.verbs for role in self.roles_in(city_id))

    def city_ids(self, scope: Scope) -> set[UUID]:
        """The cities in which they hold a role of this scope without a narrower area."""
        return {r.city_id for r in self.roles if r.scope is scope and not r.area_codes}

    def organization_ids(self) -> set[UUID]:
        """Every organisation that they belong to, with all below it."""
        return {i for role in self.roles for i in role.organization_ids}


ANYONE = Actor(user_id=None)
