"""What a client may write in an address, and what is refused."""

from datetime import UTC, datetime
from enum import StrEnum

import pytest

from gis_core.datum import Datum
from gis_core.errors import BadParameter
from gis_core.params import box, choice, instant, number, position, text, whole


class Fruit(StrEnum):
    APPLE = "apple"
    PEAR = "pear"


@pytest.mark.parametrize("said", ["", "x", "nan", "inf", "-1", "11", "1,5"])
def test_a_number_outside_its_bounds_is_refused(said: str) -> None:
    with pytest.raises(BadParameter):
        number({"n": said}, "n", 0, 10)


@pytest.mark.parametrize("said", ["1.0", "٣", "1e2", "0x10", "9" * 30, "-1", "11"])
def test_a_whole_number_is_digits_within_its_bounds(said: str) -> None:
    with pytest.raises(BadParameter):
        whole({"n": said}, "n", default=5, low=0, high=10)


def test_what_is_absent_takes_its_default() -> None:
    assert whole({}, "n", default=5, low=0, high=10) == 5
    assert text({}, "q", at_most=3) == ""
    assert choice({}, "fruit", Fruit, Fruit.PEAR) is Fruit.PEAR
    assert box({}) is None


EIGHT = datetime(2026, 5, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    ["2026-05-01T08:00:00+08:00", "2026-05-01T08:00:00 08:00", "2026-05-01T00:00:00Z", ""],
)
def test_a_moment_says_its_offset_or_is_the_default(said: str) -> None:
    assert instant({"at": said}, "at", default=EIGHT) == EIGHT


@pytest.mark.parametrize(
    "said", ["2026-05-01", "2026-05-01T08:00:00", "now", "0001-01-01T00:00:00+14:00", "9" * 20]
)
def test_a_moment_without_an_offset_is_refused(said: str) -> None:
    with pytest.raises(BadParameter):
        instant({"at": said}, "at", default=EIGHT)


@pytest.mark.parametrize("said", ["a\x00b", "a\nb", "abcd"])
def test_control_characters_and_long_text_are_refused(said: str) -> None:
    with pytest.raises(BadParameter):
        text({"q": said}, "q", at_most=3)


def test_a_choice_names_what_there_is() -> None:
    with pytest.raises(BadParameter, match="apple, pear"):
        choice({"fruit": "plum"}, "fruit", Fruit, Fruit.PEAR)


@pytest.mark.parametrize(
    "said", ["1,2,3", "1,2,3,x", "2,1,1,2", "1,2,2,1", "-181,0,0,1", "0,-91,1,1", "nan,0,1,1"]
)
def test_a_box_is_west_south_east_north_on_the_globe(said: str) -> None:
    with pytest.raises(BadParameter):
        box({"bbox": said})


def test_a_position_is_turned_from_the_datum_that_is_named() -> None:
    said = {"lon": "112.9066", "lat": "27.8275"}
    assert position(said, Datum.WGS84) == (112.9066, 27.8275)
    lon, lat = position({**said, "datum": "gcj02"}, Datum.WGS84)
    assert (round(lon, 3), round(lat, 3)) != (112.907, 27.828)
    assert position(said, Datum.GCJ02) == (lon, lat)
