"""The steps that generated cases take, in the order of a life: main road, detours, reminders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cases.states import State
from cases.verbs import Verb
from demo import figures as published
from demo.case_notes import NOT_ACCEPTED, NOT_FILED, NOTES
from demo.drafts import COLLECTOR, PHONE, Drafts
from demo.lives import CLOSED, REFUSED, STANDING
from demo.side_roads import Detour, SideRoads, Waiting
from demo.stage_times import Flags, Indices, Times, between, some_of
from demo.times import DAY_S, Seconds


@dataclass(frozen=True, slots=True)
class Step:
    """One verb on some of the cases: when, by which post, in whose name, in which words.

    `by` is "centre", "lead" (the department), "unit" (its unit, or itself) or "nobody".
    """

    verb: Verb
    on: Flags
    at: Seconds
    post: str
    by: str = "centre"
    notes: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some of the drafts: who of them was filed and how far they came, when, and by which road."""

    times: Times
    roads: SideRoads
    standing: Indices
    filed: Flags
    sent_back: Flags
    has_unit: Flags
    source: Indices
    end: Seconds

    def came_to(self, state: State) -> Flags:
        """Those that were filed and stand at `state` or beyond it."""
        return self.filed & (self.standing >= STANDING[state])

    def went(self, detour: Detour) -> Flags:
        return np.asarray(self.roads.detour == detour)

    def stands(self, state: State) -> Flags:
        return np.asarray(self.standing == STANDING[state])


def steps(drafts: Drafts, rows: Indices) -> Iterator[Step]:
    """Yield the steps of these drafts; each case takes its own in this order."""
    lives = drafts.lives
    batch = _Batch(
        times=some_of(lives.times, rows),
        roads=some_of(drafts.side_roads, rows),
        standing=lives.standing[rows],
        filed=~(lives.never_filed | lives.refused)[rows],
        sent_back=lives.sent_back[rows],
        has_unit=drafts.unit[rows] >= 0,
        source=drafts.source[rows],
        end=np.full(len(rows), int(published.FIGURES_AT.timestamp())),
    )
    yield from _reports(batch)
    yield from _desk(batch, lives.refused[rows])
    yield from _dispatched(batch)
    yield from _in_hand(batch)
    yield from _checked(batch)
    yield from _from_above(batch)


def _reports(b: _Batch) -> Iterator[Step]:
    """上报: by a collector, at the phone desk, or by somebody without a post."""
    desks = {COLLECTOR: "collector", PHONE: "phone_operator"}
    for index, post in desks.items():
        yield Step(Verb.COLLECT, b.source == index, b.times.reported, post)
    others = ~np.isin(b.source, list(desks))
    yield Step(Verb.COLLECT, others, b.times.reported, "", "nobody")


def _desk(b: _Batch, refused: Flags) -> Iterator[Step]:
    """受理, 核实 where the public reported, 立案, or a refusal with its reason."""
    t = b.times
    yield Step(Verb.REFUSE, refused, t.accepted, "acceptor", notes=NOT_ACCEPTED)
    yield _centre(Verb.ACCEPT, ~refused, t.accepted, "acceptor")
    verified = b.roads.verified
    going = verified | b.stands(State.VERIFYING)
    yield _centre(Verb.SEND_VERIFY, going, between(t.accepted, t.filed, 0.2), "acceptor")
    yield _centre(Verb.VERIFY, verified, between(t.accepted, t.filed, 0.8), "collector")
    declined = (b.standing == REFUSED) & ~refused
    yield Step(Verb.REFUSE, declined, t.filed, "shift_leader", notes=NOT_FILED)
    yield _centre(Verb.FILE, b.filed, t.filed, "shift_leader")


def _dispatched(b: _Batch) -> Iterator[Step]:
    """派遣, once in a while 退回 and again, 签收, 派往处置单位, once in a while back and again."""
    t, returned, back = b.times, b.went(Detour.RETURN), b.went(Detour.SEND_BACK)
    yield _centre(Verb.DISPATCH, b.filed, t.dispatched, "dispatcher_city")
    asked, granted = (between(t.dispatched, t.acknowledged, share) for share in (0.2, 0.5))
    yield _lead(Verb.ASK_RETURN, returned, asked)
    yield _centre(Verb.GRANT_RETURN, returned, granted, "dispatcher_city")
    yield _centre(Verb.DISPATCH, returned, dispatched_at(b.times, returned), "dispatcher_city")
    yield _lead(Verb.ACKNOWLEDGE, b.came_to(State.ACKNOWLEDGED), t.acknowledged)
    yield _lead(Verb.ASSIGN, b.has_unit & b.came_to(State.ASSIGNED), t.assigned)
    yield _unit(Verb.SEND_BACK, back, between(t.assigned, t.handled, 0.3))
    yield _lead(Verb.ASSIGN, back, between(t.assigned, t.handled, 0.6))


def dispatched_at(times: Times, returned: Flags) -> Seconds:
    """Return when each case was dispatched last: after a return, a second time."""
    again = between(times.dispatched, times.acknowledged, 0.8)
    return np.where(returned, again, times.dispatched)


def _in_hand(b: _Batch) -> Iterator[Step]:
    """处理, with more time, a rest until conditions allow, or a request that still waits."""
    t = b.times
    yield _unit(Verb.HANDLE, b.came_to(State.HANDLING), t.handled)
    extended = b.went(Detour.EXTENSION)
    yield _lead(Verb.ASK_EXTENSION, extended, between(t.handled, t.replied, 0.3))
    asked = between(t.handled, t.replied, 0.45)
    yield _centre(Verb.GRANT_EXTENSION, extended, asked, "shift_leader")
    for detour, rest, ask, grant in (
        (Detour.DEFERRAL, State.DEFERRED, Verb.ASK_DEFERRAL, Verb.GRANT_DEFERRAL),
        (Detour.PARKING, State.PARKED, Verb.ASK_PARKING, Verb.GRANT_PARKING),
    ):
        been, there = b.went(detour), b.stands(rest)
        until = np.where(there, b.end, t.replied)
        yield _lead(ask, been | there, between(t.handled, until, 0.2))
        yield _centre(grant, been | there, between(t.handled, until, 0.35), "shift_leader")
        yield _centre(Verb.RESUME, been, between(t.handled, until, 0.7), "shift_leader")
    for waiting, ask in (
        (Waiting.RETURN, Verb.ASK_RETURN),
        (Waiting.EXTENSION, Verb.ASK_EXTENSION),
        (Waiting.PARKING, Verb.ASK_PARKING),
    ):
        yield _lead(ask, b.roads.waiting == waiting, between(t.handled, b.end, 0.6))


def _checked(b: _Batch) -> Iterator[Step]:
    """反馈, 派核查, 核查 (and once in a while 返工 and everything again), 结案."""
    t, back = b.times, b.sent_back
    yield _unit(Verb.REPLY, b.came_to(State.REPLIED), t.replied)
    yield _centre(Verb.SEND_CHECK, back, between(t.replied, t.reworked, 0.3), "acceptor")
    yield _centre(Verb.REWORK, back, t.reworked, "collector")
    yield _unit(Verb.REPLY, back, t.replied_again)
    yield _centre(Verb.SEND_CHECK, b.came_to(State.CHECKING), t.sent_to_check, "acceptor")
    yield _centre(Verb.CHECK, b.came_to(State.CHECKED), t.checked, "collector")
    yield _centre(Verb.CLOSE, b.filed & (b.standing == CLOSED), t.closed, "shift_leader")


def _from_above(b: _Batch) -> Iterator[Step]:
    """催办 and 督办 of what is late; 申诉 against the mark of what was closed late."""
    late = b.times.due
    yield _centre(Verb.REMIND, b.roads.reminded, between(late, b.end, 0.3), "shift_leader")
    yield _centre(Verb.SUPERVISE, b.roads.supervised, between(late, b.end, 0.6), "shift_leader")
    soon = np.minimum(between(b.times.closed, b.end, 0.5), b.times.closed + 2 * DAY_S)
    yield _lead(Verb.APPEAL, b.roads.appealed, soon)


def _centre(verb: Verb, on: Flags, at: Seconds, post: str) -> Step:
    return Step(verb, on, at, post, notes=NOTES.get(verb, ("",)))


def _lead(verb: Verb, on: Flags, at: Seconds) -> Step:
    return Step(verb, on, at, "dispatcher_sub", "lead", NOTES.get(verb, ("",)))


def _unit(verb: Verb, on: Flags, at: Seconds) -> Step:
    return Step(verb, on, at, "handler", "unit", NOTES.get(verb, ("",)))
