"""The clocks of a case, pressed button by pressed button, as a dispatcher would argue them.

Wednesday 6 May 2026 is the first working day after the holiday; Saturday 9 May is worked (调休).
"""

from uuid import UUID

import pytest

from cases.models import ClockRules, Task
from departments.models import Organization
from standards.models import StandardRow, WorkingHours
from tests.clocks.conftest import City, at
from tests.factories import member
from tests.journeys.story import WHY


def test_the_row_s_limit_runs_from_the_dispatch_and_the_case_has_a_little_more(town: City) -> None:
    story = town.story("05-06 10:00", until="file")
    usual = StandardRow.objects.get(class_code="03001", order=1)
    assert town.case(story.id).standard_row == usual
    # A working day and three hours from 10:00: six today, five tomorrow.
    assert town.case(story.id).due_at == at("05-07 15:00")
    town.at("05-06 10:10")
    story.press("dispatcher_city", "dispatch", organization="yuhu")
    assert town.clock(story.id, "handle").due_at == at("05-07 10:10")
    assert town.clock(story.id, "handle").organization == town.cast.organizations["yuhu"]
    assert town.clock(story.id, "dispatch").counted_s == 600


def test_a_dispatcher_may_file_by_another_row_of_the_class(town: City) -> None:
    story = town.story("05-06 20:00", until="accept")
    urgent = StandardRow.objects.get(class_code="03001", order=2)
    other = StandardRow.objects.get(class_code="03003")
    assert story.refused("shift_leader", "file", standard_row=str(other.pk)) != ""
    story.press("shift_leader", "file", standard_row=str(urgent.pk))
    # Two urgent hours and three more, whatever the hour.
    assert town.case(story.id).due_at == at("05-07 01:00")


def test_checking_is_not_the_department_s_time_and_a_rework_goes_on_with_the_same_limit(
    town: City,
) -> None:
    story = town.story("05-06 10:00", until="handle")
    town.at("05-06 12:00")
    story.press("handler", "reply", **WHY)
    assert town.clock(story.id, "handle").counted_s == 2 * 3600
    town.at("05-06 16:00")
    story.press("acceptor", "send_check")
    story.press("checker", "rework", **WHY)
    # 14:00 to 16:00 was the collector's: six of eight hours are left, from 16:00 on.
    assert town.clock(story.id, "handle").due_at == at("05-07 12:00")
    assert town.case(story.id).clocks.filter(kind="handle").count() == 1


def test_a_city_may_start_the_department_s_clock_anew_at_a_rework(town: City) -> None:
    ClockRules.objects.create(city=town.cast.city, rework_restarts=True)
    story = town.story("05-06 10:00", until="handle")
    town.at("05-06 16:00")
    story.press("handler", "reply", **WHY)
    story.press("acceptor", "send_check")
    story.press("checker", "rework", **WHY)
    assert town.clock(story.id, "handle").due_at == at("05-07 16:00")
    assert town.case(story.id).clocks.filter(kind="handle").count() == 2


@pytest.mark.parametrize(
    ("ask", "grant", "why"),
    [("ask_parking", "grant_parking", "parked"), ("ask_deferral", "grant_deferral", "deferred")],
)
def test_while_it_is_parked_or_put_off_nobody_s_time_runs(
    town: City, ask: str, grant: str, why: str
) -> None:
    story = town.story("05-06 10:00", until="handle")
    town.at("05-06 12:00")
    story.press("dispatcher_sub", ask, until=at("05-20 00:00").isoformat(), **WHY)
    story.press("shift_leader", grant)
    assert town.case(story.id).due_at is None
    assert town.case(story.id).amber_at is None
    town.at("05-09 09:00")  # a Saturday, worked
    told = town.told(story.id)["handle"]
    assert (told["standing_still"], told["due_at"], told["counted_s"]) == (True, None, 7200)
    assert told["spans"][-1]["why"] == why
    story.press("shift_leader", "resume")
    # Six hours are left of eight: three until noon, three after two.
    assert town.clock(story.id, "handle").due_at == at("05-09 17:00")
    assert town.case(story.id).due_at == at("05-11 10:00")


def test_enforcement_has_its_own_law_and_its_own_time(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    town.at("05-06 12:00")
    story.press("dispatcher_sub", "hand_over", **WHY)
    assert town.clock(story.id, "handle").due_at is None
    town.at("06-08 14:00")
    story.press("dispatcher_sub", "link_decision", document="雨城罚决字〔演示〕7号")
    story.press("shift_leader", "settle", **WHY)
    assert town.clock(story.id, "handle").counted_s == 2 * 3600
    assert town.case(story.id).overdue_at is None


def returned(town: City, fault: str) -> UUID:
    story = town.story("05-06 08:00", until="dispatch")
    town.at("05-06 16:00")
    story.press("dispatcher_sub", "ask_return", **WHY)
    story.press("dispatcher_city", "grant_return", fault=fault)
    town.at("05-07 08:00")
    story.press("dispatcher_city", "dispatch", organization="yuhu")
    return story.id


def test_after_a_wrong_dispatch_the_department_s_limit_begins_anew(town: City) -> None:
    case_id = returned(town, "wrong_dispatch")
    assert town.clock(case_id, "handle").due_at == at("05-07 18:00")
    assert [c.annulled for c in town.case(case_id).clocks.filter(kind="handle")] == [True, False]
    # The centre's mistake is not taken out of the case's own time.
    assert town.case(case_id).due_at == at("05-07 11:00")


def test_who_shirked_goes_on_where_they_stood(town: City) -> None:
    case_id = returned(town, "shirking")
    # Six hours were used on Wednesday.
    assert town.clock(case_id, "handle").due_at == at("05-07 10:00")
    assert town.case(case_id).clocks.filter(kind="handle").count() == 1


def test_an_extension_moves_the_department_s_date_and_the_case_s_behind_it(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    until = at("05-10 20:00")  # a Sunday
    story.press("dispatcher_sub", "ask_extension", until=until.isoformat(), **WHY)
    case = story.press("shift_leader", "grant_extension")
    assert town.clock(story.id, "handle").due_at == until
    # The three hours that the centre needs come after it, in working time.
    assert town.case(story.id).due_at == at("05-11 11:00")
    assert case["due_at"] is not None
    told = town.told(story.id)["handle"]
    assert told["fixed"] is True
    # A pause after it moves the date by as long as it lasts.
    story.press("dispatcher_sub", "ask_parking", **WHY)
    story.press("shift_leader", "grant_parking")
    town.at("05-07 10:00")
    story.press("shift_leader", "resume")
    assert town.clock(story.id, "handle").due_at == at("05-11 20:00")


def test_a_request_that_waits_through_a_hand_over_keeps_its_date(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    until = at("05-10 20:00")
    story.press("dispatcher_sub", "ask_extension", until=until.isoformat(), **WHY)
    story.press("dispatcher_sub", "hand_over", **WHY)
    story.press("shift_leader", "resume")
    story.press("shift_leader", "grant_extension")
    assert town.clock(story.id, "handle").due_at == until


def test_an_extension_never_shortens_a_limit(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    story.press("dispatcher_sub", "ask_extension", until=at("05-06 15:00").isoformat(), **WHY)
    story.press("shift_leader", "grant_extension")
    assert town.clock(story.id, "handle").due_at == at("05-07 10:00")


def test_every_co_handler_has_a_clock_of_its_own(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    partner = str(town.cast.organizations["yuetang"].pk)
    soon = at("05-06 18:00")
    story.press("dispatcher_city", "join", partners=[partner], until=soon.isoformat())
    assert town.clock(story.id, "handle", "yuetang").due_at == soon
    assert town.clock(story.id, "handle", "yuhu").due_at == at("05-07 10:00")
    worker = member(town.cast, "partner", "dispatcher_sub", "yuetang")
    town.at("05-06 17:00")
    story.press(worker, "contribute", **WHY)
    assert town.clock(story.id, "handle", "yuetang").stopped_at == at("05-06 17:00")
    assert town.clock(story.id, "handle", "yuhu").stopped_at is None


def test_where_ownership_is_unclear_the_area_s_unit_is_not_judged_for_the_owner(
    town: City,
) -> None:
    story = town.story("05-06 10:00", until="file")
    story.press("dispatcher_city", "call_ruling", organization="yuhu", **WHY)
    town.at("05-08 10:00")
    story.press("dispatcher_city", "rule", organization="water", **WHY)
    assert town.clock(story.id, "handle", "yuhu").annulled
    assert town.clock(story.id, "handle", "water").due_at == at("05-09 10:00")
    assert town.case(story.id).department_overdue_at is None


def test_a_collector_has_half_an_hour_to_verify_and_the_filing_waits_meanwhile(
    town: City,
) -> None:
    story = town.story("05-06 23:00", until="accept", source="citizen")
    town.at("05-06 23:10")
    story.press("acceptor", "send_verify")
    assert Task.objects.get(case=story.id).due_at == at("05-06 23:40")
    assert town.clock(story.id, "verify").due_at == at("05-06 23:40")
    assert town.clock(story.id, "file").stopped_at == at("05-06 23:10")
    town.at("05-06 23:50")
    story.press("checker", "verify")
    assert town.clock(story.id, "verify").overdue_at == at("05-06 23:40")
    assert town.clock(story.id, "file").due_at == at("05-07 00:10")


def test_what_should_not_have_been_filed_is_in_nobody_s_figures(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    story.press("shift_leader", "void", **WHY)
    clocks = town.case(story.id).clocks
    assert not clocks.running().exists()
    assert {c.annulled for c in clocks.filter(kind__in=["handle", "case"])} == {True}


def test_what_is_reopened_has_new_clocks(town: City) -> None:
    story = town.story("05-06 10:00", until="close")
    assert not town.case(story.id).clocks.running().exists()
    town.at("05-11 08:00")
    story.press("shift_leader", "reopen", **WHY)
    assert town.case(story.id).due_at == at("05-12 11:00")
    story.press("dispatcher_city", "dispatch", organization="yuhu")
    assert town.clock(story.id, "handle").due_at == at("05-11 18:00")


def test_a_sub_platform_s_own_hours_count_for_its_clock_and_not_for_the_city_s(town: City) -> None:
    early = WorkingHours.objects.create(
        calendar=town.cast.city.calendar, name="环卫", spans=["04:00-12:00"], every_day=True
    )
    Organization.objects.filter(code="yuhu").update(working_hours=early)
    story = town.story("05-01 04:00", until="dispatch")  # a holiday
    assert town.clock(story.id, "handle").due_at == at("05-01 12:00")
    assert town.case(story.id).due_at == at("05-07 11:00")


def test_a_class_without_a_row_is_never_due(town: City) -> None:
    story = town.story("05-06 10:00", until="handle", **{"class": "03002"})
    assert town.case(story.id).due_at is None
    told = town.told(story.id)["handle"]
    assert (told["limit"], told["used"], told["state"]) == (None, None, "green")
