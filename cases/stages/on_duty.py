"""Which collector an errand goes to by itself: whoever is on duty at the case's place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from accounts.models import User
from cases.facts import facts_of
from cases.guards import refusal
from cases.models import Case
from cases.states import State
from cases.verbs import Verb
from departments.actors import actor_of
from departments.duty import on_duty


def collector_on_duty(case: Case, verb: Verb, waiting: State, at: datetime) -> UUID | None:
    """Return who of those on duty may use `verb` on the case once it stands in `waiting`.

    None where the place is unknown, nobody is on duty there, or nobody of them may: the errand is
    then anybody's of the area, as it is in a city without duty grids.
    """
    if case.geom is None:
        return None
    there = [grid.collector.id for grid in on_duty(case.city, case.geom, at) if grid.collector]
    known = User.objects.in_bulk(there)
    return next((i for i in there if _may(known[i], case, verb, waiting, at)), None)


def _may(user: User, case: Case, verb: Verb, waiting: State, at: datetime) -> bool:
    facts = replace(facts_of(case, at=at), state=waiting, task_for=user.pk)
    return user.is_active and refusal(verb, facts, actor_of(user, at)) is None
