"""Anybody presses anything, and the clocks still say who owes the case its time."""

from __future__ import annotations

import random

import pytest

from cases.clocks.effects import Kind
from cases.clocks.keeping import load
from cases.clocks.replay import replayed
from cases.clocks.values import Clockwork
from cases.models import Case
from cases.states import AT_DEPARTMENT, ENDED, State
from standards.seeding import seed_years
from tests.clocks.conftest import rows_of
from tests.clocks.test_turning_the_clocks import summary
from tests.factories import Cast
from tests.lives.world import World, populate

BEFORE_FILING = {State.REPORTED, State.ACCEPTED, State.VERIFYING}
RESTING = {State.DEFERRED, State.PARKED, State.ENFORCEMENT}
WITH_A_DEPARTMENT = {State.DISPATCHED, *AT_DEPARTMENT, *RESTING}


@pytest.fixture
def town(cast: Cast) -> Cast:
    populate(cast)
    seed_years(cast.city, [2026])
    rows_of(cast)
    return cast


def look(case: Case) -> None:
    """What must be true of the clocks of a case, whatever happened to it."""
    work, state = load(case), State(case.state)
    running = list(work.running())
    kinds = [clock.kind for clock in running if clock.kind is not Kind.HANDLE]
    assert len(kinds) == len(set(kinds)), kinds
    assert (state in ENDED) <= (not running), (state, running)
    assert (Kind.CASE in kinds) == (state not in ENDED | BEFORE_FILING), state
    assert (Kind.DISPATCH in kinds) == (state is State.FILED), state
    assert (Kind.VERIFY in kinds) == (state is State.VERIFYING), state
    assert (Kind.CHECK in kinds) == (state is State.CHECKING), state
    handling = {clock.organization_id for clock in running if clock.kind is Kind.HANDLE}
    assert (case.organization_id in handling) == (state in WITH_A_DEPARTMENT), state
    assert handling - {case.organization_id} == set(case.co_open) - {case.organization_id}
    assert any(rest.ended_at is None for rest in work.rests) == (state in RESTING), state
    _dates(case, work)


def _dates(case: Case, work: Clockwork) -> None:
    filed = case.clocks.filter(kind=Kind.CASE).order_by("-started_at", "-id").first()
    if filed is not None:
        assert (case.due_at, case.overdue_at) == (filed.due_at, filed.overdue_at)
    for clock in case.clocks.all():
        end = clock.stopped_at
        if clock.overdue_at is not None:
            assert clock.overdue_at == clock.due_at
            assert end is None or clock.due_at < end
        elif end is not None and clock.due_at is not None:
            assert clock.due_at >= end


def live(cast: Cast, seed: int, steps: int = 25) -> None:
    world = World(cast, random.Random(seed))
    for _ in range(steps):
        world.press_an_open_one()
        look(world.case)
    case = world.case
    if case.clocks.exists():
        stored = summary(load(case))
        case.due_at = None  # so that nothing is taken from the row
        assert summary(replayed(case)) == stored


@pytest.mark.parametrize("seed", range(8))
def test_the_clocks_are_those_of_the_state_and_of_the_events(town: Cast, seed: int) -> None:
    live(town, seed)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(100, 400))
def test_in_three_hundred_lives_too(town: Cast, seed: int) -> None:
    live(town, seed, steps=40)
