"""What a user is shown of a clock: a timeline that adds up, in words of both languages."""

from datetime import datetime

from cases.models import Case
from tests.clocks.conftest import City, at
from tests.factories import member
from tests.journeys.story import WHY


def test_the_timeline_has_no_gaps_and_adds_up_to_what_was_counted(town: City) -> None:
    story = town.story("04-30 17:00", until="handle")
    town.at("05-06 09:00")
    told = town.told(story.id)["handle"]
    spans = told["spans"]
    assert [(s["why"], s["name"]) for s in spans] == [
        ("running", ""),
        ("off_hours", ""),
        ("holiday", "劳动节"),
        ("weekend", "劳动节"),
        ("holiday", "劳动节"),
        ("off_hours", ""),
        ("running", ""),
    ]
    assert [s["start"] for s in spans[1:]] == [s["end"] for s in spans[:-1]]
    lengths = [
        datetime.fromisoformat(s["end"]) - datetime.fromisoformat(s["start"])
        for s in spans
        if s["counted"]
    ]
    assert sum(length.total_seconds() for length in lengths) == told["counted_s"] == 7200
    assert told["used"] == 0.25
    assert told["ahead"][0]["start"] == spans[-1]["end"]
    assert told["ahead"][-1]["end"] == told["due_at"]


def test_a_clock_is_amber_when_three_quarters_are_used_and_red_when_it_is_due(town: City) -> None:
    story = town.story("05-06 08:00", until="handle")
    lights = {}
    for said in ("13:00", "16:00", "18:00"):
        town.at(f"05-06 {said}")
        lights[said] = town.told(story.id)["handle"]["state"]
    assert lights == {"13:00": "green", "16:00": "amber", "18:00": "red"}
    assert town.told(story.id)["handle"]["overdue_at"] is None
    town.at("05-06 18:01")
    assert town.told(story.id)["handle"]["overdue_at"] is not None
    # The case has eleven hours; three quarters of them are eight and a quarter.
    assert Case.objects.get().amber_at == at("05-07 08:15")


def test_limits_and_reasons_are_said_in_the_reader_s_language(town: City) -> None:
    story = town.story("05-06 08:00", until="handle")
    chinese, english = town.told(story.id), town.told(story.id, **{"Accept-Language": "en"})
    assert chinese["handle"]["limit"]["words"] == "1 工作日"
    assert english["handle"]["limit"]["words"] == "1 working day"
    assert chinese["dispatch"]["limit"]["words"] == "30 分钟（紧急工作时）"
    assert english["dispatch"]["limit"]["words"] == "30 minutes (round the clock)"
    assert english["handle"]["ahead"][0]["words"] == "counted"


def test_a_staged_row_says_by_when_each_stage_is_due(town: City) -> None:
    story = town.story("05-06 22:00", until="dispatch", **{"class": "01001"})
    told = town.told(story.id)["handle"]
    stages = [(s["name"], datetime.fromisoformat(s["due_at"])) for s in told["stages"]]
    assert stages == [
        ("控制", at("05-07 01:00")),
        ("修复", at("05-07 06:00")),
        ("恢复", at("05-12 18:00")),
    ]
    assert datetime.fromisoformat(told["due_at"]) == at("05-12 18:00")


def test_who_may_not_see_a_case_does_not_see_its_clocks(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    stranger = member(town.cast, "stranger", "handler", "yuetang-unit")
    address = f"/api/v1/cases/{story.id}/clocks"
    assert town.cast.client(stranger).get(address).status_code == 404
    assert town.cast.client("handler").get(address).status_code == 200


def test_an_appeal_that_succeeds_takes_the_mark_out_of_the_figures_and_leaves_it_visible(
    town: City,
) -> None:
    story = town.story("05-06 10:00", until="handle")
    town.at("05-08 10:00")
    story.press("handler", "reply", **WHY)
    for who, verb in (("acceptor", "send_check"), ("checker", "check"), ("shift_leader", "close")):
        story.press(who, verb)
    story.press("dispatcher_sub", "appeal", **WHY)
    story.press("dispatcher_city", "review_first")
    story.press("acceptor", "review_second")
    told = town.told(story.id)["handle"]
    assert (told["state"], told["exempt"]) == ("red", True)
    assert Case.objects.get().department_overdue_at == at("05-07 10:00")


def test_a_year_that_nobody_has_published_is_said_to_be_provisional(town: City) -> None:
    story = town.story("12-31 10:00", until="handle")
    town.at("12-31 11:00")
    told = town.told(story.id)
    assert told["handle"]["provisional"] is True
    assert told["dispatch"]["provisional"] is False
