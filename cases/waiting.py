"""What waits for somebody: the table of transitions and their posts, read as a condition on cases.

The guards of `cases.guards` are asked of one case at a time; here each is the same question asked
of all cases at once. A test holds the two together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Q

from cases.facts import PUBLIC_SOURCES, facts_of
from cases.guards import POST_VERB, Appeal, Asked, refusal
from cases.models import Case, CasePractice
from cases.states import State
from cases.transitions import TRANSITIONS, Transition
from cases.verbs import AT_WILL, BULK_ONLY, Guard, Verb
from gis_core.actor import Actor, Role

ERRANDS: Final = frozenset({Verb.VERIFY, Verb.CHECK, Verb.CONTRIBUTE})
"""Tasks of collectors and co-handlers."""

ANSWERS: Final = frozenset(
    {
        Verb.GRANT_RETURN,
        Verb.GRANT_EXTENSION,
        Verb.GRANT_LONG_EXTENSION,
        Verb.GRANT_DEFERRAL,
        Verb.GRANT_PARKING,
        Verb.REVIEW_FIRST,
        Verb.REVIEW_SECOND,
    }
)
"""What answers a department that asked for something."""

_NOTHING: Final = Q(pk__in=[])
_PUBLIC: Final = Q(source__in=sorted(PUBLIC_SOURCES))
_NOT_CALLED_BACK: Final = Q(called_back_at__isnull=True) | Q(called_back_at__lt=F("checked_at"))


@dataclass(frozen=True, slots=True)
class _Asking:
    """Who asks, by which of their roles, about which verb."""

    verb: Verb | None
    role: Role
    actor: Actor


def waits_for(
    actor: Actor,
    city_id: UUID,
    verbs: Collection[Verb] | None = None,
    post: str | None = None,
) -> Q:
    """Return the condition of the cases that wait for a verb of this actor.

    Args:
        verbs: only these; post: only by this post of theirs.
    """
    found = _NOTHING
    for role in actor.roles_in(city_id):
        if post in (None, role.post):
            found |= _of_role(actor, role, verbs)
    return Q(city_id=city_id) & found


def awaited() -> Iterator[Transition]:
    """Yield the edges of the table that are work on somebody's list."""
    for t in TRANSITIONS:
        at_will = t.verb in AT_WILL and (t.state, t.verb) != (State.ENFORCEMENT, Verb.SETTLE)
        # Whether to accept a report is the question; refusing it is one of the answers.
        answer = (t.state, t.verb) == (State.REPORTED, Verb.REFUSE)
        if t.state and t.verb not in BULK_ONLY and not at_will and not answer:
            yield t


def _of_role(actor: Actor, role: Role, verbs: Collection[Verb] | None) -> Q:
    # Verbs under the same guards are one question, unless the answer depends on the verb.
    states: dict[tuple[Verb | None, tuple[Guard, ...]], set[str]] = defaultdict(set)
    for t in awaited():
        held = str(POST_VERB.get(t.verb, t.verb)) in role.verbs
        if held and (verbs is None or t.verb in verbs):
            matters = t.verb in _STILL or Guard.TASK_IS_MINE in t.guards
            states[t.verb if matters else None, t.guards].add(str(t.state))
    found = _NOTHING
    for (verb, guards), at in states.items():
        condition = Q(state__in=sorted(at)) & (_STILL.get(verb, Q()) if verb else Q())
        for guard in guards:
            condition &= _GUARDS[guard](_Asking(verb, role, actor))
        found |= condition
    return found & _in_area(role)


def _in_area(role: Role) -> Q:
    if not role.area_codes:
        return Q()
    codes = sorted(role.area_codes)
    return Q(district_code__in=codes) | Q(street_code__in=codes)


def _own_branch(who: _Asking) -> Q:
    mine = list(who.role.organization_ids)
    return Q(organization_id__in=mine) | Q(unit_id__in=mine)


def _other_branch(who: _Asking) -> Q:
    mine = list({i for role in who.actor.roles_in(who.role.city_id) for i in role.branch_ids})
    lead = Q(organization_id__isnull=False, organization_id__in=mine)
    return ~lead & ~Q(co_open__overlap=mine)


def _task_is_mine(who: _Asking) -> Q:
    mine = Q(errand_for_id__isnull=True) | Q(errand_for_id=who.actor.user_id)
    if who.verb is Verb.VERIFY:
        return mine
    found_it = Q(reporter_account_id__isnull=False, reporter_account_id=who.actor.user_id)
    lenient = CasePractice.objects.filter(finder_may_check=True).values("city")
    return mine & (~found_it | Q(city_id__in=lenient))


def _co_handler(who: _Asking) -> Q:
    return Q(co_open__overlap=list(who.role.organization_ids))


def _holds(condition: Q) -> Callable[[_Asking], Q]:
    return lambda who: condition


def _asked(what: Asked) -> Callable[[_Asking], Q]:
    return _holds(Q(asked=str(what)))


_DECISION_DUE: Final = Q(handed_over=True, decision_number="")

_GUARDS: Final[Mapping[Guard, Callable[[_Asking], Q]]] = {
    Guard.OWN_BRANCH: _own_branch,
    Guard.OTHER_BRANCH: _other_branch,
    Guard.TASK_IS_MINE: _task_is_mine,
    Guard.CO_HANDLER: _co_handler,
    Guard.FROM_PUBLIC: _holds(_PUBLIC),
    Guard.VERIFIED_IF_PUBLIC: _holds(~_PUBLIC | Q(verified=True)),
    Guard.NOTHING_ASKED: _asked(Asked.NOTHING),
    Guard.RETURN_ASKED: _asked(Asked.RETURN),
    Guard.EXTENSION_ASKED: _asked(Asked.EXTENSION),
    Guard.DEFERRAL_ASKED: _asked(Asked.DEFERRAL),
    Guard.PARKING_ASKED: _asked(Asked.PARKING),
    Guard.FIRST_EXTENSION_ASKED: _holds(Q(extensions=0)),
    Guard.RULING_OPEN: _holds(Q(ruling_open=True)),
    Guard.ALL_CONTRIBUTED: _holds(Q(co_open=[])),
    Guard.DECISION_LINKED: _holds(~_DECISION_DUE),
    Guard.APPEAL_NEW: _holds(Q(appeal=str(Appeal.NEW))),
    Guard.APPEAL_REVIEWED_ONCE: _holds(Q(appeal=str(Appeal.REVIEWED_ONCE))),
}
"""Every guard of an edge that somebody waits for, as a condition on cases."""

_STILL: Final[Mapping[Verb, Q]] = {
    Verb.SEND_VERIFY: Q(verified__isnull=True),
    Verb.REFUSE: Q(verified=False),
    Verb.LINK_DECISION: _DECISION_DUE,
    Verb.CALL_BACK: _NOT_CALLED_BACK,
}
"""Verbs that stay open when their work is done; until when somebody waits for them."""


def _not_called_back(case: Case) -> bool:
    called, checked = case.called_back_at, case.checked_at
    return called is None or (checked is not None and called < checked)


_STILL_OF_ONE: Final[Mapping[Verb, Callable[[Case], bool]]] = {
    Verb.SEND_VERIFY: lambda case: case.verified is None,
    Verb.REFUSE: lambda case: case.verified is False,
    Verb.LINK_DECISION: lambda case: case.handed_over and not case.decision_number,
    Verb.CALL_BACK: _not_called_back,
}
"""The same of one case."""


def waiting_verbs(case: Case, actor: Actor, *, at: datetime) -> list[Verb]:
    """Return the verbs of this actor that one case waits for, in the table's order."""
    facts = facts_of(case, at=at)
    mine = (t.verb for t in awaited() if t.state is facts.state)
    return [
        verb
        for verb in mine
        if refusal(verb, facts, actor) is None and _STILL_OF_ONE.get(verb, _always)(case)
    ]


def _always(case: Case) -> bool:
    return True
