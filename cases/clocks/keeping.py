"""The clocks of a case in its rows: read, turned with the step, written in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from cases.clocks.acts import Turn, turn_by
from cases.clocks.effects import Act, Effect, Kind, effects_of
from cases.clocks.limits import limits_of, row_of, rules_of
from cases.clocks.replay import replayed
from cases.clocks.values import Calendars, Clock, Clockwork, Rest
from cases.models import Case, CaseClock, CasePause, ClockRules
from cases.states import State
from cases.verbs import Verb
from departments.models import Organization
from standards.calendars import calendar_of
from standards.clocks import Limit, Unit, Why


@dataclass(frozen=True, slots=True)
class Before:
    """What of a case the clocks must know as it was before a step."""

    state: State
    organization_id: UUID | None
    co_open: tuple[UUID, ...]
    asked_until: datetime | None

    @classmethod
    def of(cls, case: Case) -> Before:
        return cls(State(case.state), case.organization_id, tuple(case.co_open), case.asked_until)


def tick(
    case: Case, verb: Verb, before: Before, *, at: datetime, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Turn the clocks of a case whose columns a step has just set, and save them.

    Returns:
        The columns of the case that its clocks decide, for the step to save with its own.
    """
    effects = effects_of(verb, State(case.state))
    if not effects or (before.state is State.REPORTED and verb is not Verb.ACCEPT):
        return {}
    work = Clockwork() if before.state is State.REPORTED else load(case)
    # A case that came in by the set-based door is tied to its row by its first step here.
    pinned = {} if case.standard_row_id or not (row := row_of(case)) else {"standard_row": row}
    turn = _turn(case, verb, before, at, data)
    for effect in effects:
        turn_by(work, effect, turn)
    return {**pinned, **keep(case, work, at=at)}


def load(case: Case) -> Clockwork:
    """Return the clocks of a case; those of one that came in by the set-based door are worked
    out from its events."""
    mine = CasePause.objects.filter(case=OuterRef("case")).values(
        data=JSONObject(id="id", clock="clock_id", start="started_at", end="ended_at", why="why")
    )
    rows = list(CaseClock.objects.filter(case=case).annotate(rests=ArraySubquery(mine)))
    if not rows:
        return replayed(case)
    rests: list[dict[str, Any]] = rows[0].rests  # type: ignore[attr-defined]  # annotated
    return Clockwork(
        clocks=[clock_of(row) for row in rows],
        rests=sorted(map(_rest_of, rests), key=lambda rest: rest.started_at),
    )


def keep(case: Case, work: Clockwork, *, at: datetime) -> dict[str, Any]:
    """Save what was touched, and return the columns of the case that follow from it."""
    calendars, rules = calendar_of(case.city).of, rules_of(case.city)
    rows = [
        row_for(case, clock, work, at=at, calendars=calendars, rules=rules)
        for clock in work.clocks
        if clock.id in work.touched
    ]
    CaseClock.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN
    )
    if work.rested:
        CasePause.objects.bulk_create(
            [_pause_for(case, rest) for rest in work.rests if rest.id in work.rested],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["ended_at"],
        )
    return {**_of_case(rows), **_of_department(case, work, rows)}


def row_for(
    case: Case,
    clock: Clock,
    work: Clockwork,
    *,
    at: datetime,
    calendars: Calendars,
    rules: ClockRules,
) -> CaseClock:
    """Return the row of a clock as it stands at a moment."""
    due_at = work.due_at(clock, calendars)
    late = due_at is not None and due_at < (clock.stopped_at or at)
    stopped = clock.stopped_at is not None
    return CaseClock(
        id=clock.id,
        case=case,
        kind=str(clock.kind),
        organization_id=clock.organization_id,
        limit_amount=clock.limit.amount if clock.limit else None,
        limit_unit=str(clock.limit.unit) if clock.limit else "",
        hours_id=clock.hours_id,
        started_at=clock.started_at,
        stopped_at=clock.stopped_at,
        fixed_due_at=clock.fixed_due_at,
        fixed_at=clock.fixed_at,
        due_at=due_at,
        amber_at=work.amber_at(clock, due_at, calendars, rules.amber_percent),
        counted_s=work.counted(clock, at, calendars).total_seconds() if stopped else None,
        overdue_at=due_at if late else None,
        annulled=clock.annulled,
    )


def clock_of(row: CaseClock) -> Clock:
    """Return the values of a row."""
    limit = None
    if row.limit_amount is not None:
        limit = Limit(Decimal(row.limit_amount), Unit(row.limit_unit))
    return Clock(
        id=row.pk,
        kind=Kind(row.kind),
        organization_id=row.organization_id,
        limit=limit,
        hours_id=row.hours_id,
        started_at=row.started_at,
        stopped_at=row.stopped_at,
        fixed_due_at=row.fixed_due_at,
        fixed_at=row.fixed_at,
        annulled=row.annulled,
    )


_WRITTEN: Final = [
    "stopped_at",
    "fixed_due_at",
    "fixed_at",
    "due_at",
    "amber_at",
    "counted_s",
    "overdue_at",
    "annulled",
]


def _of_case(rows: list[CaseClock]) -> dict[str, Any]:
    """The case is due when the last clock of the whole case is."""
    clock = next((row for row in reversed(rows) if row.kind == Kind.CASE), None)
    if clock is None:
        return {}
    runs = clock.stopped_at is None
    return {
        "due_at": clock.due_at,
        "amber_at": clock.amber_at if runs else None,
        "overdue_at": clock.overdue_at,
    }


def _of_department(case: Case, work: Clockwork, rows: list[CaseClock]) -> dict[str, Any]:
    mine = [row for row in rows if row.kind == Kind.HANDLE]
    if not mine:
        return {}
    counts = {clock.id for clock in work.of_this_round(Kind.HANDLE)}
    late = [row.overdue_at for row in mine if row.pk in counts and row.overdue_at]
    kept = case.department_overdue_at if set(counts) - {row.pk for row in mine} else None
    return {"department_overdue_at": min(late, default=kept)}


def _turn(case: Case, verb: Verb, before: Before, at: datetime, data: Mapping[str, Any]) -> Turn:
    row, rules = row_of(case), rules_of(case.city)
    joined = tuple(one for one in case.co_open if one not in before.co_open)
    until = data.get("until") if verb is Verb.JOIN else None
    return Turn(
        at=at,
        calendars=calendar_of(case.city).of,
        limits=limits_of(rules, row),
        organization_id=case.organization_id,
        before_id=before.organization_id,
        joined=joined,
        left=frozenset(set(before.co_open) - set(case.co_open)),
        row_hours=row.hours_id if row else None,
        organization_hours=_hours_of(case, verb, joined),
        until=datetime.fromisoformat(until) if until else before.asked_until,
        wrong_dispatch=data.get("fault") == "wrong_dispatch",
        rework_restarts=rules.rework_restarts,
    )


_SENDS: Final = frozenset({Act.GO_ON, Act.START, Act.REWORK})


def _hours_of(case: Case, verb: Verb, joined: tuple[UUID, ...]) -> Mapping[UUID, UUID | None]:
    """The working hours of whoever may get a new clock by this verb."""
    if joined:
        of = Organization.objects.filter(pk__in=joined)
        return dict(of.values_list("pk", "working_hours_id"))
    effects: tuple[Effect, ...] = effects_of(verb, State(case.state))
    new = any(e.kind is Kind.HANDLE and e.act in _SENDS for e in effects)
    if not new or case.organization is None:
        return {}
    return {case.organization.pk: case.organization.working_hours_id}


def _rest_of(said: Mapping[str, Any]) -> Rest:
    return Rest(
        id=UUID(said["id"]),
        clock_id=UUID(said["clock"]) if said["clock"] else None,
        started_at=datetime.fromisoformat(said["start"]),
        ended_at=datetime.fromisoformat(said["end"]) if said["end"] else None,
        why=Why(said["why"]),
    )


def _pause_for(case: Case, rest: Rest) -> CasePause:
    return CasePause(
        id=rest.id,
        case=case,
        clock_id=rest.clock_id,
        started_at=rest.started_at,
        ended_at=rest.ended_at,
        why=str(rest.why),
    )
