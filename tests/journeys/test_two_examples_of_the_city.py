"""The two examples that the city published: both on a holiday, with the desk staffed."""

from datetime import UTC, datetime

from tests.factories import Cast
from tests.journeys.story import Story

TWO_IN_THE_NIGHT = datetime(2022, 4, 3, 18, 0, tzinfo=UTC).isoformat()
HALF_PAST_SIX = datetime(2022, 4, 3, 22, 35, tzinfo=UTC).isoformat()


def test_lanxia_road_at_two_in_the_night(cast: Cast) -> None:
    """岚霞路, 02:00: a night-food stall trades outside its shop; a unit talks the owner inside."""
    story = Story(cast, reported_at=TWO_IN_THE_NIGHT, place_text="岚霞路", road="岚霞路")
    story.press("acceptor", "accept")
    story.press("shift_leader", "file")
    story.press("dispatcher_city", "dispatch", organization="yuhu")
    story.press("dispatcher_sub", "acknowledge")
    story.press("dispatcher_sub", "assign", unit="yuhu-unit")
    story.press("handler", "handle")
    story.press("handler", "reply", note="摊主已收回占道桌椅")
    story.press("acceptor", "send_check")
    story.press("checker", "check")
    case = story.press("shift_leader", "close")
    assert case["state"] == "closed"
    assert case["class"]["name"] == "店外经营"


def test_oil_on_shuangyong_road_at_half_past_six(cast: Cast) -> None:
    """双拥路 · 建鑫广场路口, 06:35: oil on the road; the sub-platform handles it itself, twice."""
    story = Story(
        cast, reported_at=HALF_PAST_SIX, place_text="双拥路建鑫广场路口", **{"class": "03003"}
    )
    story.press("acceptor", "accept")
    story.press("shift_leader", "file")
    story.press("dispatcher_city", "dispatch", organization="yuhu")
    story.press("dispatcher_sub", "acknowledge")
    story.press("dispatcher_sub", "handle")
    story.press("dispatcher_sub", "reply", note="已冲洗")
    story.press("acceptor", "send_check")
    assert story.press("checker", "rework", note="仍有油渍")["state"] == "handling"
    story.press("dispatcher_sub", "reply", note="已用沙土覆盖并再次冲洗")
    story.press("acceptor", "send_check")
    story.press("checker", "check")
    assert story.press("shift_leader", "close")["state"] == "closed"
    assert story.case.reworks == 1
