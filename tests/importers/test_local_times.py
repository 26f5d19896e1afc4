"""Clock times of a file as instants."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from importers.times import LocalClock

BOSTON = LocalClock(ZoneInfo("America/New_York"), "%m/%d/%Y %I:%M:%S %p")


def test_a_time_is_read_in_the_citys_zone() -> None:
    found = BOSTON.read(["01/15/2015 11:30:00 PM", "07/15/2015 12:00:00 AM"])
    assert found.utc.astype("datetime64[s]").astype(str).tolist() == [
        "2015-01-16T04:30:00",
        "2015-07-15T04:00:00",
    ]
    assert not (found.ambiguous | found.skipped | found.unreadable).any()


def test_a_time_that_the_clock_showed_twice_is_the_first_and_says_so() -> None:
    found = BOSTON.read(["11/01/2015 01:30:00 AM", "11/01/2015 02:00:00 AM"])
    assert found.utc.astype("datetime64[s]").astype(str).tolist() == [
        "2015-11-01T05:30:00",
        "2015-11-01T07:00:00",
    ]
    assert found.ambiguous.tolist() == [True, False]


def test_a_time_that_the_clock_never_showed_is_read_by_the_clock_before_and_says_so() -> None:
    found = BOSTON.read(["03/08/2015 02:30:00 AM", "03/08/2015 03:00:00 AM"])
    assert found.utc.astype("datetime64[s]").astype(str).tolist() == [
        "2015-03-08T07:30:00",
        "2015-03-08T07:00:00",
    ]
    assert found.skipped.tolist() == [True, False]


@pytest.mark.parametrize("text", ["yesterday", "13/45/2015 01:00:00 AM", "2015-01-01 01:00"])
def test_what_is_no_time_is_unreadable_and_a_blank_is_not(text: str) -> None:
    found = BOSTON.read([text, ""])
    assert np.isnat(found.utc).all()
    assert found.unreadable.tolist() == [True, False]
