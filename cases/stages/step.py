"""The one-case door: every verb of every stage goes through `take`.

It locks the row, checks the table and the actor's right, saves the case, appends the event and
tells open pages, all in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.clocks.keeping import Before, tick
from cases.errors import CaseNotFound, EventDiffers
from cases.facts import facts_of
from cases.guards import acting_role, refusal
from cases.models import Case, CaseEvent
from cases.transitions import target
from cases.verbs import Verb
from gis_core.actor import Actor, Role
from gis_core.db.inserts import insert
from gis_core.ids import uuid7
from live.models import OutboxEvent
from live.outbox import news

TOPIC = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One use of a verb: on which case, by whom, when, in which words.

    `event_id` is made by the client; the same step sent twice with it is taken once.
    """

    case_id: UUID
    actor: Actor
    at: datetime
    note: str = ""
    event_id: UUID = field(default_factory=uuid7)


Changes = Mapping[str, Any] | Callable[[Case], Mapping[str, Any]]
"""Columns to write beside the state: as they are, or worked out from the locked row."""

Data = Mapping[str, Any] | Callable[[Case], Mapping[str, Any]]
"""What the event says beside its columns: as it is, or worked out from the locked row."""

Also = Callable[[Case], None]
"""What else belongs to the step: it runs in the same transaction, once, never on a replay."""


@transaction.atomic
def take(
    step: Step,
    verb: Verb,
    changes: Changes = MappingProxyType({}),
    *,
    data: Data | None = None,
    also: Also | None = None,
) -> Case:
    """Use `verb` on a case, write `changes` to it and `data` to its event.

    Raises:
        CaseNotFound: there is none that the actor may see.
        StateConflict, VerbNotAllowed, NotNow, NotYourCase, NotYourTask, OwnWork: see `guards`.
        EventDiffers: `event_id` belongs to another step.
    """
    case = _locked(step)
    if _was_taken(step, verb, case):
        return case
    facts = facts_of(case, at=step.at)
    if error := refusal(verb, facts, step.actor):
        raise error
    written = changes(case) if callable(changes) else changes
    said = data(case) if callable(data) else data
    _write(step, verb, case, written, said, acting_role(verb, facts, step.actor))
    if also is not None:
        also(case)
    return case


def _write(
    step: Step,
    verb: Verb,
    case: Case,
    changes: Mapping[str, Any],
    data: Mapping[str, Any] | None,
    role: Role | None,
) -> None:
    before = Before.of(case)
    case.state = str(target(before.state, verb))
    for name, value in changes.items():
        setattr(case, name, value)
    timed = tick(case, verb, before, at=step.at, data=data or {})
    for name, value in timed.items():
        setattr(case, name, value)
    case.event_count += 1
    case.save(update_fields=["state", "event_count", *changes, *timed])
    append_event(step, verb, case, before=before.state, role=role, data=data)


def append_event(
    step: Step,
    verb: Verb,
    case: Case,
    *,
    before: str,
    role: Role | None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Append the event and put it into the outbox."""
    insert(*event_and_news(step, verb, case, before=before, role=role, data=data))


def event_and_news(
    step: Step,
    verb: Verb,
    case: Case,
    *,
    before: str,
    role: Role | None,
    data: Mapping[str, Any] | None = None,
) -> tuple[CaseEvent, OutboxEvent]:
    """Return the two rows that tell of a step, to be written in its transaction."""
    event = CaseEvent(
        id=step.event_id,
        case=case,
        sequence=case.event_count,
        verb=verb,
        from_state=before,
        to_state=case.state,
        at=step.at,
        recorded_at=step.at,
        actor_id=step.actor.user_id,
        post=role.post if role else "",
        organization_id=role.organization_id if role else None,
        note=step.note,
        data=data,
    )
    said = {"verb": str(verb), "state": case.state}
    return event, news(city_id=case.city_id, topic=TOPIC, subject_id=case.pk, data=said)


def _locked(step: Step) -> Case:
    visible = Case.objects.visible_to(step.actor).filter(pk=step.case_id)
    # With what its clocks are read by, so that turning them asks for little more.
    rows = Case.objects.select_related(
        "city__calendar", "city__clock_rules", "city__case_practice", "standard_row"
    )
    locked = rows.select_for_update(of=("self",))
    case = locked.filter(pk__in=visible.values("pk")).first()
    if case is None:
        raise CaseNotFound
    return case


def _was_taken(step: Step, verb: Verb, case: Case) -> bool:
    earlier = CaseEvent.objects.filter(pk=step.event_id).first()
    if earlier is None:
        return False
    if (earlier.case_id, earlier.verb, earlier.actor_id) != (case.pk, verb, step.actor.user_id):
        raise EventDiffers
    return True
