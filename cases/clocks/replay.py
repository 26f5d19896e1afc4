"""The clocks of a case worked out from its events alone, by the same acts that buttons cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cases.clocks.acts import Turn, turn_by
from cases.clocks.effects import Kind, effects_of
from cases.clocks.limits import limits_of, row_of, rules_of
from cases.clocks.values import Clockwork
from cases.models import Case, CaseEvent
from cases.states import State
from cases.verbs import Verb
from standards.calendars import calendar_of

_NAMED_BY = {Verb.DISPATCH: "organization", Verb.CALL_RULING: "fallback", Verb.RULE_AWAY: "owner"}
_WITH_NOBODY = frozenset({Verb.GRANT_RETURN, Verb.REOPEN})


@dataclass(slots=True)
class _Told:
    """Where a case stands in the middle of its story; what events do not say, its row does."""

    case: Case
    organization_id: UUID | None = None
    before_id: UUID | None = None
    co_open: list[UUID] = field(default_factory=list)
    until: datetime | None = None

    def hear(self, event: CaseEvent, said: Mapping[str, Any]) -> None:
        verb = Verb(event.verb)
        self.before_id = self.organization_id
        if verb in _NAMED_BY or verb is Verb.ADOPT:
            named = said.get(_NAMED_BY.get(verb, ""))
            self.organization_id = UUID(named) if named else self.case.organization_id
        elif verb in _WITH_NOBODY:
            self.organization_id, self.co_open = None, []
        elif "until" in said:
            self.until = _moment(said["until"])

    def joined(self, event: CaseEvent, said: Mapping[str, Any]) -> tuple[UUID, ...]:
        if event.verb != Verb.JOIN:
            return ()
        named = map(UUID, said.get("partners", ()))
        fresh = [p for p in named if p not in (*self.co_open, self.organization_id)]
        self.co_open += fresh
        return tuple(fresh)

    def left(self, event: CaseEvent) -> frozenset[UUID]:
        if event.verb != Verb.CONTRIBUTE:
            return frozenset()
        only = len(self.co_open) == 1
        gone = {p for p in self.co_open if only or p == event.organization_id}
        self.co_open = [p for p in self.co_open if p not in gone]
        return frozenset(gone)


def replayed(case: Case) -> Clockwork:
    """Return the clocks as the events of a case leave them, all of them still to be saved.

    Where the case came with a due time that its row's limit does not give, that due time stands.
    """
    work, told = Clockwork(), _Told(case)
    row, rules = row_of(case), rules_of(case.city)
    calendars, limits = calendar_of(case.city).of, limits_of(rules, row)
    for event in CaseEvent.objects.filter(case=case).order_by("sequence"):
        said: Mapping[str, Any] = event.data or {}
        told.hear(event, said)
        turn = Turn(
            at=event.at,
            calendars=calendars,
            limits=limits,
            organization_id=told.organization_id,
            before_id=told.before_id,
            joined=told.joined(event, said),
            left=told.left(event),
            row_hours=row.hours_id if row else None,
            until=told.until,
            wrong_dispatch=said.get("fault") == "wrong_dispatch",
            rework_restarts=rules.rework_restarts,
        )
        if event.verb != Verb.COLLECT:
            for effect in effects_of(Verb(event.verb), State(event.to_state)):
                turn_by(work, effect, turn)
    _keep_deadline(case, work)
    return work


def _keep_deadline(case: Case, work: Clockwork) -> None:
    clock = work.latest(Kind.CASE)
    if clock is None or case.due_at is None:
        return
    if work.due_at(clock, calendar_of(case.city).of) != case.due_at:
        clock.fix(case.due_at, clock.started_at)
        # What came with it holds already: earlier pauses are in it.
        rested = max((r.ended_at for r in work.rests if r.ended_at), default=clock.started_at)
        clock.fixed_at = min(rested, case.due_at)


def _moment(said: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(said))
    except ValueError:
        return None
