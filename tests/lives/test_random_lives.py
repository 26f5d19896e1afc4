"""Anybody presses anything, in any order: what must be true stays true.

The deep run makes 5,000 lives of 20 steps and takes every transition of the table at least ten
times. Three planted faults show that the checks would see what they are there for.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from cases import guards
from cases.stages import step as door
from cases.states import State
from cases.transitions import target
from cases.verbs import Guard, Verb
from tests.factories import Cast
from tests.lives.roads import WAYS, Way
from tests.lives.world import World, populate

TAKEN: Counter[Way] = Counter()
"""What the lives of this process took."""


class Life(RuleBasedStateMachine):
    """One case among people who press what they like."""

    cast: Cast
    led_by: dict[int, Counter[Way]]
    """What led the lives that went wrong, by seed: told again, each must go the same way."""

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.savepoint = transaction.savepoint()
        self.seed, self.before = seed, self.led_by.get(seed, TAKEN).copy()
        self.world = World(self.cast, random.Random(seed), self.before)

    @rule()
    def somebody_does_what_they_may(self) -> None:
        with self.remembered():
            self.world.press_an_open_one()

    @rule()
    def somebody_does_what_they_may_again(self) -> None:
        with self.remembered():
            self.world.press_an_open_one()

    @rule()
    def somebody_tries_anything(self) -> None:
        with self.remembered():
            self.world.press_any()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            with self.remembered():
                self.world.the_books_are_in_order()
            TAKEN.update(self.world.taken)
            transaction.savepoint_rollback(self.savepoint)

    @contextmanager
    def remembered(self) -> Iterator[None]:
        try:
            yield
        except AssertionError:
            self.led_by[self.seed] = self.before
            raise


def run(cast: Cast, lives: int, steps: int = 30) -> None:
    run_state_machine_as_test(
        type("LifeInTown", (Life,), {"cast": cast, "led_by": {}}),
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=False,
            report_multiple_bugs=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def town(cast: Cast) -> Cast:
    populate(cast)
    return cast


def test_whatever_anybody_presses_the_books_are_in_order(town: Cast) -> None:
    run(town, lives=25)
    assert sum(TAKEN.values()) > 50


@pytest.mark.deep
@pytest.mark.parametrize("part", range(10))
def test_five_thousand_lives_take_every_way_of_the_table_ten_times(town: Cast, part: int) -> None:
    """Each part of ten takes every way at least once, so all together take it ten times.

    500 lives leave out a way now and then: some more are led to it, at most as many again.
    """
    TAKEN.clear()
    run(town, lives=500, steps=45)
    for _ in range(10):
        if missing():
            run(town, lives=50, steps=45)
    print(f"part {part}: {TAKEN.total()} steps taken, {len(WAYS)} ways")
    assert missing() == []


def missing() -> list[str]:
    return [f"{state} {verb}" for state, verb in WAYS if not TAKEN[state, verb]]


@contextmanager
def planted(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, fault: Any) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(where, name, fault)
        yield


def test_a_planted_judge_of_their_own_work_is_seen(
    town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = {**guards._CHECKS, Guard.OTHER_BRANCH: lambda verb, case, actor: None}
    with (
        planted(monkeypatch, guards, "_CHECKS", blind),
        pytest.raises(AssertionError, match="judged"),
    ):
        run(town, lives=300)


def test_a_planted_loss_of_an_event_is_seen(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = door.append_event

    def forgetful(step: Any, verb: Verb, *args: Any, **said: Any) -> None:
        if verb is not Verb.FILE:
            honest(step, verb, *args, **said)

    with planted(monkeypatch, door, "append_event", forgetful), pytest.raises(AssertionError):
        run(town, lives=300)


def test_a_planted_wrong_state_is_seen(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def astray(state: State | None, verb: Verb) -> State | None:
        return State.CLOSED if verb is Verb.DISPATCH else target(state, verb)

    with planted(monkeypatch, door, "target", astray), pytest.raises(AssertionError, match="edge"):
        run(town, lives=300)
