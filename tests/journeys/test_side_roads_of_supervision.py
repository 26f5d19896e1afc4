"""Side roads by which others judge, hurry or undo what was done."""

from datetime import timedelta

from cases.models import Case
from tests.factories import Cast, member
from tests.journeys.story import WHY, Story


def test_a_caller_who_is_not_satisfied_sends_the_case_back(cast: Cast) -> None:
    story = Story(cast, by="phone_operator", source="phone")
    story.press("acceptor", "accept")
    story.press("acceptor", "send_verify")
    story.press("collector", "verify")
    for who, verb, said in (
        ("shift_leader", "file", {}),
        ("dispatcher_city", "dispatch", {"organization": "yuhu"}),
        ("dispatcher_sub", "acknowledge", {}),
        ("dispatcher_sub", "handle", {}),
        ("dispatcher_sub", "reply", WHY),
        ("acceptor", "send_check", {}),
        ("checker", "check", {}),
    ):
        story.press(who, verb, **said)
    assert story.press("phone_operator", "call_back_unhappy", **WHY)["state"] == "handling"
    story.press("dispatcher_sub", "reply", **WHY)
    story.press("acceptor", "send_check")
    story.press("checker", "check")
    story.press("phone_operator", "call_back")
    assert story.press("shift_leader", "close")["state"] == "closed"


def test_who_found_a_problem_does_not_check_that_it_is_mended(cast: Cast) -> None:
    story = Story(cast, until="send_check")
    assert story.refused("collector", "check") == "not_your_task"
    assert story.press("checker", "check")["state"] == "checked"


def test_a_case_is_reminded_of_supervised_and_taken_up_a_level(cast: Cast) -> None:
    story = Story(cast, until="handle")
    story.press("dispatcher_city", "remind")
    assert story.refused("leader", "supervise") == "reason_missing"
    story.press("leader", "supervise", note="今日18时前办结")
    story.press("shift_leader", "escalate", **WHY)
    assert (story.case.state, story.case.supervised, story.case.level) == ("handling", True, 1)


def test_a_case_is_settled_when_the_obligation_is_met(cast: Cast) -> None:
    story = Story(cast, until="handle")
    assert story.refused("shift_leader", "settle") == "reason_missing"
    assert story.press("shift_leader", "settle", note="已接受处罚并清除")["state"] == "settled"


def test_what_should_never_have_been_filed_is_voided(cast: Cast) -> None:
    story = Story(cast, until="dispatch")
    assert story.refused("dispatcher_sub", "void", **WHY) == "verb_not_allowed"
    assert story.press("shift_leader", "void", **WHY)["state"] == "voided"
    assert story.refused("dispatcher_sub", "acknowledge") == "case_state_conflict"


def test_what_was_closed_too_early_is_filed_again(cast: Cast) -> None:
    story = Story(cast, until="close")
    case = story.press("leader", "reopen", note="次日再现")
    assert (case["state"], case["closed_at"], case["organization"]) == ("filed", None, None)
    for who, verb, said in (
        ("dispatcher_city", "dispatch", {"organization": "yuhu"}),
        ("dispatcher_sub", "acknowledge", {}),
        ("dispatcher_sub", "handle", {}),
    ):
        story.press(who, verb, **said)
    assert story.case.state == "handling"


def overdue(cast: Cast) -> Story:
    story = Story(cast, until="close")
    case = story.case
    assert case.replied_at is not None
    late = case.replied_at - timedelta(hours=1)
    Case.objects.filter(pk=case.pk).update(due_at=late, overdue_at=late)
    return story


def test_an_overdue_mark_is_appealed_against_and_reviewed_by_two_people(cast: Cast) -> None:
    twice = member(cast, "twice", "dispatcher_city", "centre")
    story = overdue(cast)
    story.press("dispatcher_sub", "appeal", note="系统停电")
    assert story.refused("dispatcher_sub", "appeal", **WHY) == "appealed"
    assert story.refused("acceptor", "review_second") == "not_reviewed"
    story.press(twice, "review_first")
    assert story.press("acceptor", "review_second")["state"] == "closed"
    assert story.case.appeal == "granted"
    assert story.case.overdue_at is not None


def test_an_appeal_that_is_denied_says_why_and_ends(cast: Cast) -> None:
    story = overdue(cast)
    story.press("dispatcher_sub", "appeal", **WHY)
    assert story.refused("dispatcher_city", "review_first", passed=False) == "reason_missing"
    story.press("dispatcher_city", "review_first", passed=False, **WHY)
    assert story.refused("acceptor", "review_second") == "not_reviewed"


def test_only_what_was_late_can_be_appealed_against(cast: Cast) -> None:
    story = Story(cast, until="close")
    assert story.refused("dispatcher_sub", "appeal", **WHY) == "not_overdue"


def test_one_level_of_supervision_judges_and_the_branch_that_handles_never_does(cast: Cast) -> None:
    own = member(cast, "own", "shift_leader", "yuhu")
    story = Story(cast, until="check")
    assert story.refused(own, "close") == "own_work"
    lead_on = cast.client("shift_leader").post(f"/api/v1/cases/{story.id}/close", {}, "json")
    assert lead_on.status_code == 200
