"""Who may use which verb on a case: pure over an actor and the few facts of the case that matter.

One level of supervision: nobody judges their own work. The guard binds to the verb and to the
branch that handles the case, never to a common parent of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from cases.errors import NotYourCase, OwnWork, StateConflict, VerbNotAllowed
from cases.states import State, Verb, target
from cases.words import named
from gis_core.actor import Actor, Role
from gis_core.errors import DomainError

HANDLING: Final = frozenset({Verb.HANDLE, Verb.REPLY})
"""Verbs that belong to the department which handles the case."""

JUDGING: Final = frozenset({Verb.CHECK, Verb.REWORK, Verb.CLOSE})
"""Verbs by which somebody else judges that work."""

POST_VERB: Final = {Verb.REWORK: Verb.CHECK}
"""A rework is a check that found the work undone: the same post does both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What guards need to know of a case."""

    state: State
    city_id: UUID
    organization_id: UUID | None
    unit_id: UUID | None
    area_codes: frozenset[str]


def refusal(verb: Verb, case: CaseFacts, actor: Actor) -> DomainError | None:
    """Return why `actor` cannot use `verb` now, or None where they can."""
    if target(case.state, verb) is None:
        return StateConflict(state=named(case.state), verb=named(verb))
    roles = [role for role in actor.roles_in(case.city_id) if _holds(role, verb, case)]
    if not roles:
        return VerbNotAllowed(verb=named(verb))
    if verb in HANDLING and not any(_handles(role, case) for role in roles):
        return NotYourCase(verb=named(verb))
    # Every organisation of the person counts here, not only the post in use.
    if verb in JUDGING and any(_in_branch(role, case) for role in actor.roles_in(case.city_id)):
        return OwnWork()
    return None


def acting_role(verb: Verb, case: CaseFacts, actor: Actor) -> Role | None:
    """Return the role under which the verb is used, for the record."""
    roles = [role for role in actor.roles_in(case.city_id) if _holds(role, verb, case)]
    if verb in HANDLING:
        roles = [role for role in roles if _handles(role, case)]
    return roles[0] if roles else None


def _holds(role: Role, verb: Verb, case: CaseFacts) -> bool:
    in_area = not role.area_codes or bool(role.area_codes & case.area_codes)
    return in_area and POST_VERB.get(verb, verb) in role.verbs


def _handles(role: Role, case: CaseFacts) -> bool:
    """Whether the case lies with the role's organisation or one below it."""
    return bool({case.unit_id, case.organization_id} & role.organization_ids)


def _in_branch(role: Role, case: CaseFacts) -> bool:
    return case.organization_id is not None and case.organization_id in role.branch_ids
