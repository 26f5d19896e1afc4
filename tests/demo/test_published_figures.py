"""The published figures add up, and so do their proportions at any size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.figures import PUBLISHED, as_published, scaled


def test_what_the_city_printed_adds_up() -> None:
    assert PUBLISHED.never_filed == 468
    assert PUBLISHED.not_yet_due == 192
    assert PUBLISHED.due_not_closed == 4_500
    assert PUBLISHED.litter_refused == 1_730
    assert PUBLISHED.rows == 557_939 + 1_730


def test_the_platform_prints_what_the_division_gives() -> None:
    assert f"{PUBLISHED.dispatch_rate:.2%}" == "99.92%"
    assert f"{PUBLISHED.closing_rate:.2%}" == "99.19%"
    assert as_published()["printed_closing_rate"] == "99.20 %"


def test_scaled_to_its_own_size_the_city_is_itself() -> None:
    assert scaled(PUBLISHED.accepted) == PUBLISHED


@given(st.integers(min_value=400, max_value=6_000_000))
def test_at_any_size_every_kind_of_case_is_there_and_they_add_up(accepted: int) -> None:
    figures = scaled(accepted)
    parts = (figures.never_filed, figures.not_yet_due, figures.due_not_closed)
    assert min(parts) >= 1
    assert figures.accepted == figures.closed + sum(parts)
    assert 0 < figures.litter_valid < figures.litter_reports
    assert figures.dispatch_rate == pytest.approx(PUBLISHED.dispatch_rate, abs=0.0025)
    assert figures.closing_rate == pytest.approx(PUBLISHED.closing_rate, abs=0.005)
