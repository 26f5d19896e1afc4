"""However small the city and whatever the seed, the figures hold and no life is impossible."""

from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.states import State
from demo.figures import FIGURES_AT, OPENED_AT, ZONE, Figures, scaled
from demo.lives import CLOSED, REFUSED, STANDING, Lives, live
from demo.mix import ClassMix
from demo.side_roads import Detour, SideRoads, Waiting, draw_side_roads
from demo.stage_times import draw_times
from demo.times import Span, WorkingClock, report_times
from standards.clocks import Calendar

END_S = int(FIGURES_AT.timestamp())
SPAN = Span(OPENED_AT, FIGURES_AT)
CLOCK = WorkingClock(Calendar(ZONE), Span(OPENED_AT, FIGURES_AT + timedelta(days=120)))
MIX = ClassMix(
    codes=["hours", "days", "weeks"],
    ids=[b"", b"", b""],
    share=np.array([0.5, 0.4, 0.1]),
    limit_s=np.array([2 * 3600, 8 * 3600, 15 * 8 * 3600]),
    in_working_hours=np.array([False, True, True]),
    curve=["night", "day", "day"],
    crowd=np.array([True, False, False]),
    words=[],
    words_from=np.zeros(3, dtype=np.intp),
    words_count=np.zeros(3, dtype=np.intp),
)


def lives_of(figures: Figures, seed: int) -> Lives:
    rng = np.random.default_rng(seed)
    rows = figures.rows
    of = rng.choice(3, size=rows, p=MIX.share)
    litter = np.arange(rows) >= rows - figures.litter_reports
    refused = np.arange(rows) >= figures.accepted
    times = draw_times(rng, report_times(rng, SPAN, MIX.curve, of), of, MIX, CLOCK)
    return live(rng, times, litter, refused, figures, END_S)


@settings(deadline=None, max_examples=40)
@given(st.integers(400, 9_000), st.integers(0, 2**32))
def test_the_figures_hold_to_the_unit(accepted: int, seed: int) -> None:
    figures = scaled(accepted)
    lives = lives_of(figures, seed)
    filed = ~lives.never_filed & ~lives.refused
    is_open = filed & (lives.standing < CLOSED)
    not_due = is_open & (lives.times.due > END_S)
    assert np.sum(~lives.refused) == figures.accepted
    assert np.sum(filed) == figures.filed
    assert np.sum(lives.standing == CLOSED) == figures.closed
    assert np.sum(not_due) == figures.not_yet_due
    assert np.sum(is_open & ~not_due) == figures.due_not_closed
    undecided = np.sum(lives.standing == REFUSED) + np.sum(lives.at_the_desk)
    assert undecided == figures.never_filed + figures.litter_refused


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32))
def test_what_has_happened_happened_in_order_and_before_the_end(seed: int) -> None:
    lives = lives_of(scaled(4_000), seed)
    t, standing = lives.times, lives.standing
    first = [t.reported, t.accepted, t.filed, t.dispatched, t.acknowledged, t.assigned, t.handled]
    assert (np.diff(np.stack([*first, t.replied]), axis=0) >= 0).all()
    back = lives.sent_back
    assert (t.replied < t.reworked)[back].all()
    assert (t.reworked < t.replied_again)[back].all()
    assert (t.replied_again < t.checked)[back].all()
    assert (t.checked < t.closed).all()
    filed = ~lives.never_filed & ~lives.refused
    assert t.dispatched[filed].max() < END_S
    for state, times in (
        (State.ACKNOWLEDGED, t.acknowledged),
        (State.ASSIGNED, t.assigned),
        (State.HANDLING, t.handled),
        (State.REPLIED, t.replied),
        (State.CHECKING, t.sent_to_check),
        (State.CHECKED, t.checked),
        (State.CLOSED, t.closed),
    ):
        assert (times[filed & (standing >= STANDING[state])] < END_S).all()


def test_nothing_is_sent_back_before_it_was_checked() -> None:
    lives = lives_of(scaled(9_000), seed=3)
    assert (lives.standing[lives.sent_back] == CLOSED).all()
    assert lives.sent_back.any()


def side_roads_of(figures: Figures, seed: int) -> tuple[Lives, SideRoads]:
    lives = lives_of(figures, seed)
    rng = np.random.default_rng(seed)
    public, has_unit = rng.random((2, figures.rows)) < [[0.1], [0.8]]
    return lives, draw_side_roads(rng, lives, public, has_unit, END_S)


def test_a_few_came_in_on_the_last_day_and_wait_at_the_desk() -> None:
    lives, _ = side_roads_of(scaled(9_000), seed=4)
    waiting = lives.at_the_desk
    assert 1 <= waiting.sum() < lives.never_filed.sum()
    assert (END_S - lives.times.accepted[waiting] < 2 * 86_400).all()
    assert set(lives.standing[waiting]) <= {STANDING[State.ACCEPTED], STANDING[State.VERIFYING]}


def test_side_roads_are_rare_and_lie_behind_the_cases_that_took_them() -> None:
    lives, roads = side_roads_of(scaled(60_000), seed=5)
    taken = roads.detour != Detour.NONE
    assert 0.005 < taken.mean() < 0.02
    asked = np.isin(roads.detour, [Detour.EXTENSION, Detour.DEFERRAL, Detour.PARKING])
    assert (lives.standing[asked] >= STANDING[State.REPLIED]).all()
    assert (lives.standing[roads.waiting != Waiting.NOTHING] == STANDING[State.HANDLING]).all()
    resting = np.isin(lives.standing, [STANDING[State.PARKED], STANDING[State.DEFERRED]])
    assert resting.any()
    assert (lives.times.due[resting] > END_S).all()
    assert (lives.times.due[roads.reminded | roads.supervised] <= END_S).all()
