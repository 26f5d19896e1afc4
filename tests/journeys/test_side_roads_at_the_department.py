"""Side roads at both levels of command."""

from tests.factories import Cast, member
from tests.journeys.story import WHY, Story, tomorrow


def test_a_unit_sends_back_through_the_second_level(cast: Cast) -> None:
    story = Story(cast, until="assign")
    assert story.refused("handler", "ask_return", **WHY) == "case_state_conflict"
    assert story.refused("handler", "send_back") == "reason_missing"
    assert story.press("handler", "send_back", **WHY) == {}
    assert (story.case.state, story.case.unit) == ("acknowledged", None)
    story.press("dispatcher_sub", "ask_return", **WHY)
    case = story.press("dispatcher_city", "grant_return", fault="wrong_dispatch")
    assert (case["state"], case["organization"]) == ("filed", None)
    assert case["events"][-1]["data"] == {"fault": "wrong_dispatch"}


def test_a_return_is_denied_with_a_reason_and_granted_with_a_fault(cast: Cast) -> None:
    story = Story(cast, until="dispatch")
    story.press("dispatcher_sub", "ask_return", **WHY)
    assert story.refused("dispatcher_sub", "ask_extension", until=tomorrow(), **WHY) != ""
    assert story.refused("dispatcher_city", "grant_return") == "fault_missing"
    assert story.press("dispatcher_city", "deny_return", **WHY)["state"] == "dispatched"
    assert story.refused("dispatcher_city", "deny_return", **WHY) == "nothing_asked"


def test_a_case_that_was_returned_twice_goes_up_a_level_and_not_around_again(cast: Cast) -> None:
    story = Story(cast, until="dispatch")
    for fault in ("wrong_dispatch", "shirking"):
        story.press("dispatcher_sub", "ask_return", **WHY)
        story.press("dispatcher_city", "grant_return", fault=fault)
        story.press("dispatcher_city", "dispatch", organization="yuhu")
    assert story.case.level == 1
    assert story.refused("dispatcher_sub", "ask_return", **WHY) == "returned_too_often"


def test_nobody_grants_their_own_request(cast: Cast) -> None:
    both = member(cast, "both", "dispatcher_city", "yuhu")
    story = Story(cast, until="dispatch")
    story.press("dispatcher_sub", "ask_return", **WHY)
    assert story.refused(both, "grant_return", fault="shirking") == "own_work"


def test_where_ownership_is_unclear_the_area_s_unit_acts_until_the_ruling(cast: Cast) -> None:
    story = Story(cast, until="file")
    story.press("dispatcher_city", "call_ruling", organization="yuhu", **WHY)
    assert story.case.ruling_open
    story.press("dispatcher_sub", "acknowledge")
    story.press("dispatcher_sub", "handle")
    case = story.press("dispatcher_city", "rule", organization="water", note="井盖属供水单位")
    assert (case["state"], case["organization"]["name"]) == ("dispatched", "供水单位")
    assert not story.case.ruling_open


def test_a_ruling_may_find_that_it_lies_where_it_is(cast: Cast) -> None:
    story = Story(cast, until="file")
    story.press("dispatcher_city", "call_ruling", organization="yuhu", **WHY)
    story.press("dispatcher_sub", "acknowledge")
    case = story.press("dispatcher_city", "rule", organization="yuhu", **WHY)
    assert (case["state"], case["events"][-1]["verb"]) == ("acknowledged", "rule")


def test_the_first_extension_is_the_centre_s_the_second_a_leader_s(cast: Cast) -> None:
    story = Story(cast, until="handle")
    assert story.refused("dispatcher_sub", "ask_extension", **WHY) == "until_missing"
    story.press("dispatcher_sub", "ask_extension", until=tomorrow(), **WHY)
    case = story.press("shift_leader", "grant_extension")
    assert case["due_at"] is not None
    story.press("dispatcher_sub", "ask_extension", until=tomorrow(), **WHY)
    assert story.refused("shift_leader", "grant_extension") == "second_extension"
    assert story.refused("leader", "grant_long_extension") == "document_missing"
    story.press("leader", "grant_long_extension", document="潭城管〔演示〕1号")
    story.press("dispatcher_sub", "ask_extension", until=tomorrow(), **WHY)
    story.press("shift_leader", "deny_extension", **WHY)
    assert story.case.extensions == 2


def test_a_case_is_put_off_to_a_date_and_wakes_up(cast: Cast) -> None:
    story = Story(cast, until="handle")
    story.press("dispatcher_sub", "ask_deferral", until=tomorrow(), **WHY)
    assert story.press("shift_leader", "deny_deferral", **WHY)["state"] == "handling"
    story.press("dispatcher_sub", "ask_deferral", until=tomorrow(), **WHY)
    assert story.press("shift_leader", "grant_deferral")["state"] == "deferred"
    assert story.press("shift_leader", "resume")["state"] == "handling"


def test_a_case_is_parked_until_conditions_allow(cast: Cast) -> None:
    story = Story(cast, until="handle")
    story.press("dispatcher_sub", "ask_parking", **WHY)
    assert story.press("shift_leader", "deny_parking", **WHY)["state"] == "handling"
    story.press("dispatcher_sub", "ask_parking", **WHY)
    assert story.press("shift_leader", "grant_parking")["state"] == "parked"
    assert story.press("shift_leader", "resume")["state"] == "handling"


def test_the_lead_replies_when_every_co_handler_is_done(cast: Cast) -> None:
    partner = member(cast, "partner", "dispatcher_sub", "yuetang")
    story = Story(cast, until="handle")
    assert cast.client(partner).get(f"/api/v1/cases/{story.id}").status_code == 404
    story.press("dispatcher_city", "join", partners=[str(cast.organizations["yuetang"].pk)])
    assert cast.client(partner).get(f"/api/v1/cases/{story.id}").status_code == 200
    assert story.refused("handler", "reply", **WHY) == "co_handlers_open"
    assert story.refused("dispatcher_sub", "contribute") == "not_your_case"
    story.press(partner, "contribute", note="已清运")
    assert story.press("handler", "reply", **WHY)["state"] == "replied"


def test_who_takes_part_is_said_anew_after_a_return(cast: Cast) -> None:
    story = Story(cast, until="dispatch")
    partner = [str(cast.organizations["yuetang"].pk)]
    story.press("dispatcher_city", "join", partners=partner)
    story.press("dispatcher_sub", "ask_return", **WHY)
    story.press("dispatcher_city", "grant_return", fault="wrong_dispatch")
    assert not story.case.tasks.filter(done_at=None).exists()
    story.press("dispatcher_city", "dispatch", organization="yuhu")
    story.press("dispatcher_city", "join", partners=partner)
    assert story.case.tasks.filter(done_at=None).count() == 1


def test_a_shared_note_is_seen_by_everybody_who_handles_the_case(cast: Cast) -> None:
    partner = member(cast, "partner", "dispatcher_sub", "yuetang")
    story = Story(cast, until="handle")
    story.press("dispatcher_city", "join", partners=[str(cast.organizations["yuetang"].pk)])
    story.press("dispatcher_sub", "share", note="请同时清理路口")
    seen = cast.client(partner).get(f"/api/v1/cases/{story.id}").json()
    assert seen["events"][-1]["note"] == "请同时清理路口"


def test_settling_waits_for_the_decision_of_enforcement(cast: Cast) -> None:
    story = Story(cast, until="handle")
    assert story.press("dispatcher_sub", "hand_over", **WHY)["state"] == "enforcement"
    assert story.refused("shift_leader", "settle", **WHY) == "decision_missing"
    story.press("dispatcher_sub", "link_decision", document="雨城罚决字〔演示〕7号")
    case = story.press("shift_leader", "settle", note="已缴罚款并清洗墙面")
    assert case["state"] == "settled"
