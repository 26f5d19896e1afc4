"""Cells dealt out to collectors: every cell once, ground that hangs together, equal loads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from departments.balance import Patch, dealt, is_connected


def town(side: int, seed: int, loose: int = 0) -> Patch:
    """A square of cells with loads as uneven as a city's; `loose` of its columns are cut off."""
    rng = np.random.default_rng(seed)
    at = np.arange(side * side).reshape(side, side)
    left, right = [at[:-1].ravel()], [at[1:].ravel()]
    for column in range(side - 1):
        if column != side - 1 - loose:
            left.append(at[:, column])
            right.append(at[:, column + 1])
    load = 1.0 + rng.poisson(rng.gamma(0.6, 20, side * side))
    middle = np.column_stack(np.divmod(np.arange(side * side), side)) * 100.0
    a, b = np.concatenate(left), np.concatenate(right)
    return Patch(load, middle, a, b, np.full(len(a), 100.0))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.integers(0, 10**6), st.integers(1, 12), st.integers(0, 2))
def test_every_cell_has_one_collector_and_every_collector_a_cell(
    side: int, seed: int, collectors: int, loose: int
) -> None:
    patch = town(side, seed, loose)
    owner = dealt(patch, collectors)
    assert set(owner.tolist()) == set(range(min(collectors, side * side)))


@settings(max_examples=25, deadline=None)
@given(st.integers(4, 12), st.integers(0, 10**6), st.integers(1, 9))
def test_each_collector_s_cells_hang_together(side: int, seed: int, collectors: int) -> None:
    patch = town(side, seed)
    owner = dealt(patch, collectors)
    for number in range(collectors):
        assert is_connected(patch, np.flatnonzero(owner == number))


@pytest.mark.parametrize(("side", "collectors"), [(40, 13), (60, 60), (80, 117)])
def test_no_collector_has_a_tenth_more_than_the_mean(side: int, collectors: int) -> None:
    """13 to 117 duty grids are what known cities have."""
    patch = town(side, 1)
    owner = dealt(patch, collectors)
    load = np.bincount(owner, weights=patch.load)
    assert load.max() / load.mean() < 1.12
    assert load.min() / load.mean() > 0.85


def test_an_island_is_walked_with_the_cells_next_to_it() -> None:
    patch = town(8, 2, loose=1)
    owner = dealt(patch, 2)
    load = np.bincount(owner, weights=patch.load)
    assert load.max() / load.mean() < 1.2


def test_the_same_question_gets_the_same_answer() -> None:
    patch = town(20, 3)
    assert dealt(patch, 7).tolist() == dealt(patch, 7).tolist()
