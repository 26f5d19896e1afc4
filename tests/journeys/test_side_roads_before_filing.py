"""Side roads between the street and the command centre's table."""

from cases.models import Task
from tests.factories import Cast, member
from tests.journeys.story import WHY, Story
from tests.reports import picture, put_report


def test_a_report_is_refused_with_a_reason(cast: Cast) -> None:
    story = Story(cast)
    assert story.refused("acceptor", "refuse") == "reason_missing"
    assert story.press("acceptor", "refuse", **WHY)["state"] == "refused"


def test_an_accepted_case_is_not_filed_with_a_reason(cast: Cast) -> None:
    story = Story(cast, until="accept")
    assert story.press("shift_leader", "refuse", **WHY)["state"] == "refused"


def test_what_a_citizen_reports_is_verified_before_it_is_filed(cast: Cast) -> None:
    story = Story(cast, by="phone_operator", source="citizen", until="accept")
    assert story.refused("shift_leader", "file") == "not_verified"
    assert story.press("acceptor", "send_verify")["state"] == "verifying"
    task = Task.objects.get()
    assert task.due_at is not None
    assert (task.due_at - task.sent_at).total_seconds() == 30 * 60
    assert story.press("collector", "verify")["state"] == "accepted"
    assert story.press("shift_leader", "file")["state"] == "filed"
    assert not Task.objects.open().exists()


def test_what_is_not_true_is_not_filed(cast: Cast) -> None:
    story = Story(cast, by="phone_operator", source="citizen", until="accept")
    story.press("acceptor", "send_verify")
    assert story.refused("collector", "verify", passed=False) == "reason_missing"
    story.press("collector", "verify", passed=False, **WHY)
    assert story.refused("shift_leader", "file") == "not_verified"
    assert story.press("shift_leader", "refuse", **WHY)["state"] == "refused"


def test_a_task_that_was_given_to_one_collector_is_nobody_else_s(cast: Cast) -> None:
    other = member(cast, "other", "collector", "centre")
    story = Story(cast, by="phone_operator", source="citizen", until="accept")
    story.press("acceptor", "send_verify", collector=str(other.pk))
    assert story.refused("collector", "verify") == "not_your_task"
    assert story.press(other, "verify")["state"] == "accepted"


def test_a_question_on_the_phone_is_answered_without_a_case(cast: Cast) -> None:
    story = Story(cast, by="phone_operator", source="phone")
    case = story.press("phone_operator", "answer", note="最近的公厕在雨湖公园北门")
    assert (case["state"], case["number"]) == ("answered", None)


def test_a_trifle_is_mended_on_the_spot_with_two_photos(cast: Cast) -> None:
    before, after = picture("brown"), picture("green")
    declared = [
        {"sha256": before[1], "role": "before"},
        {"sha256": after[1], "role": "after"},
    ]
    story = Story(cast, photos=declared)
    assert story.refused("collector", "self_handle") == "photos_missing"
    for content, digest in (before, after):
        url = f"/api/v1/cases/{story.id}/photos/{digest}"
        cast.client("collector").put(url, content, content_type="image/jpeg")
    assert story.refused("checker", "self_handle") == "not_your_case"
    assert story.press("collector", "self_handle")["state"] == "self_handled"


def test_two_reports_of_one_problem_become_one_case_and_part_again(cast: Cast) -> None:
    first, second = Story(cast, until="accept"), Story(cast, by="phone_operator")
    assert second.refused("acceptor", "merge", into=str(second.id)) == "cannot_merge"
    assert second.press("acceptor", "merge", into=str(first.id))["state"] == "merged"
    assert [case.pk for case in first.case.followers.all()] == [second.id]
    third = put_report(cast)
    assert second.press("acceptor", "unmerge")["state"] == "reported"
    assert not first.case.followers.exists()
    assert second.press("acceptor", "merge", into=str(third))["state"] == "merged"


def test_what_the_public_saw_first_is_marked_as_missed(cast: Cast) -> None:
    story = Story(cast, by="phone_operator", source="citizen", until="accept")
    story.press("acceptor", "mark_missed")
    assert story.case.missed
    own = Story(cast, until="accept")
    assert own.refused("acceptor", "mark_missed") == "not_public"
