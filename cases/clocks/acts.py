"""How an effect turns the clocks of a case; pure.

The same acts move the clocks when a button is pressed, and work them out anew from the events of a
case that came in by the set-based door.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cases.clocks.effects import Act, Effect, Kind
from cases.clocks.values import Calendars, Clock, Clockwork, Rest
from standards.clocks import Limit, Why, used_up_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What an effect needs to know of the step that causes it.

    Attributes:
        organization_id, before_id: the department that the case lies with after the step, and
            before it.
        joined, left: co-handlers that come, and those whose part is done.
        limits: of new clocks, by kind; `row_hours` and then `organization_hours` go before the
            city's working hours.
        until: to when an extension is granted, or by when co-handlers are asked to be done.
    """

    at: datetime
    calendars: Calendars
    limits: Mapping[Kind, Limit | None]
    organization_id: UUID | None = None
    before_id: UUID | None = None
    joined: tuple[UUID, ...] = ()
    left: frozenset[UUID] = frozenset()
    row_hours: UUID | None = None
    organization_hours: Mapping[UUID, UUID | None] = field(default_factory=dict)
    until: datetime | None = None
    wrong_dispatch: bool = False
    rework_restarts: bool = False


def turn_by(work: Clockwork, effect: Effect, turn: Turn) -> None:
    """Let one effect act on the clocks."""
    _ACTS[effect.act](work, effect, turn)


def _start(work: Clockwork, effect: Effect, turn: Turn) -> None:
    kind = _kind(effect)
    mine = turn.organization_id if kind is Kind.HANDLE else None
    for clock in list(work.running(kind)):
        if clock.organization_id == mine:
            _halt(work, clock, turn.at)
    _new(work, kind, turn, mine)


def _new(work: Clockwork, kind: Kind, turn: Turn, organization_id: UUID | None) -> Clock:
    hours = turn.organization_hours.get(organization_id) if organization_id else None
    ruled = kind in (Kind.HANDLE, Kind.CASE)
    clock = Clock(
        kind=kind,
        organization_id=organization_id,
        limit=turn.limits.get(kind),
        hours_id=(turn.row_hours or hours) if ruled else None,
        started_at=turn.at,
    )
    work.clocks.append(clock)
    work.touched.add(clock.id)
    return clock


def _stop(work: Clockwork, effect: Effect, turn: Turn) -> None:
    for clock in list(work.running(_kind(effect))):
        if clock.kind is not Kind.HANDLE or clock.organization_id == turn.organization_id:
            _halt(work, clock, turn.at)


def _halt(work: Clockwork, clock: Clock, at: datetime, *, annulled: bool = False) -> None:
    clock.stopped_at = at
    clock.annulled |= annulled
    work.touched.add(clock.id)


def _go_on(work: Clockwork, effect: Effect, turn: Turn) -> None:
    kind = _kind(effect)
    mine = turn.organization_id if kind is Kind.HANDLE else None
    clock = next((c for c in work.of_this_round(kind) if c.organization_id == mine), None)
    if clock is None:
        _new(work, kind, turn, mine)
    elif clock.stopped_at is not None:
        _rest(work, Why.ELSEWHERE, clock.stopped_at, turn.at, clock.id)
        clock.stopped_at = None
        work.touched.add(clock.id)


def _rework(work: Clockwork, effect: Effect, turn: Turn) -> None:
    (_start if turn.rework_restarts else _go_on)(work, effect, turn)


def _return(work: Clockwork, effect: Effect, turn: Turn) -> None:
    for clock in list(work.running(_kind(effect))):
        _halt(work, clock, turn.at, annulled=turn.wrong_dispatch)


def _annul(work: Clockwork, effect: Effect, turn: Turn) -> None:
    for clock in list(work.running(effect.kind)):
        if effect.kind is not Kind.HANDLE or clock.organization_id == turn.before_id:
            _halt(work, clock, turn.at, annulled=True)


def _join(work: Clockwork, effect: Effect, turn: Turn) -> None:
    for organization_id in turn.joined:
        clock = _new(work, _kind(effect), turn, organization_id)
        if turn.until is not None:
            clock.fix(turn.until, turn.at)


def _leave(work: Clockwork, effect: Effect, turn: Turn) -> None:
    for clock in list(work.running(_kind(effect))):
        if clock.organization_id in turn.left:
            _halt(work, clock, turn.at)


def _extend(work: Clockwork, effect: Effect, turn: Turn) -> None:
    """The department gets the date; the case's own clock keeps its distance from it."""
    if turn.until is None:
        return
    mine = (c for c in work.running(Kind.HANDLE) if c.organization_id == turn.organization_id)
    handle = next(mine, None)
    for clock in (handle, next(work.running(Kind.CASE), None)):
        if clock is not None:
            until = _with_distance(clock, handle, turn, turn.until)
            clock.fix(max(until, work.due_at(clock, turn.calendars) or until), turn.at)
            work.touched.add(clock.id)


def _with_distance(clock: Clock, handle: Clock | None, turn: Turn, until: datetime) -> datetime:
    if handle is None or clock is handle or not (clock.limit and handle.limit):
        return until
    more = max(clock.limit.length - handle.limit.length, timedelta())
    return used_up_at(until, more, clock.unit, turn.calendars(clock.hours_id)) or until


def _pause(work: Clockwork, effect: Effect, turn: Turn) -> None:
    _rest(work, effect.why, turn.at, None, None)
    work.touched |= {clock.id for clock in work.running()}


def _resume(work: Clockwork, effect: Effect, turn: Turn) -> None:
    for rest in work.rests:
        if rest.ended_at is None:
            rest.ended_at = turn.at
            work.rested.add(rest.id)
    work.touched |= {clock.id for clock in work.running()}


def _end(work: Clockwork, effect: Effect, turn: Turn) -> None:
    _resume(work, effect, turn)
    for clock in list(work.running()):
        _halt(work, clock, turn.at)


def _rest(
    work: Clockwork, why: Why, start: datetime, end: datetime | None, clock_id: UUID | None
) -> None:
    rest = Rest(clock_id=clock_id, started_at=start, ended_at=end, why=why)
    work.rests.append(rest)
    work.rested.add(rest.id)


def _kind(effect: Effect) -> Kind:
    if effect.kind is None:
        raise ValueError(f"{effect.act} needs a kind of clock")
    return effect.kind


_ACTS: Final[Mapping[Act, Callable[[Clockwork, Effect, Turn], None]]] = {
    Act.START: _start,
    Act.STOP: _stop,
    Act.GO_ON: _go_on,
    Act.REWORK: _rework,
    Act.RETURN: _return,
    Act.ANNUL: _annul,
    Act.JOIN: _join,
    Act.LEAVE: _leave,
    Act.EXTEND: _extend,
    Act.PAUSE: _pause,
    Act.RESUME: _resume,
    Act.END: _end,
}
