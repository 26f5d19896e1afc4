"""Marks that are never wrong, however late the job that makes them, and cases that wake up."""

from datetime import date, timedelta

import pytest

from cases.clocks.overdue import give_clocks, mark_overdue
from cases.clocks.upkeep import keep_up
from cases.clocks.waking import wake_deferred
from cases.models import Case, CaseClock, CaseEvent, CasePause, ClockRules, Origin
from standards.models import CalendarDay
from tests.clocks.conftest import City, at
from tests.journeys.story import WHY


def test_what_runs_past_its_due_time_is_marked_with_that_time_and_once(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    assert mark_overdue(town.cast.city, at=at("05-07 10:00")) == 0  # due now is not late
    assert mark_overdue(town.cast.city, at=at("05-07 10:00") + timedelta(seconds=1)) == 1
    assert town.clock(story.id, "handle").overdue_at == at("05-07 10:00")
    case = town.case(story.id)
    assert (case.department_overdue_at, case.overdue_at) == (at("05-07 10:00"), None)
    assert mark_overdue(town.cast.city, at=at("05-20 10:00")) == 1  # the case itself
    assert mark_overdue(town.cast.city, at=at("05-20 10:00")) == 0
    case = town.case(story.id)
    assert (case.department_overdue_at, case.overdue_at) == (
        at("05-07 10:00"),
        at("05-07 15:00"),
    )


def test_a_job_that_runs_late_marks_nothing_that_stopped_in_time(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    town.at("05-07 09:59")
    story.press("handler", "reply", **WHY)
    assert mark_overdue(town.cast.city, at=at("05-07 11:00")) == 0
    assert town.clock(story.id, "handle").overdue_at is None


def test_what_stopped_too_late_is_marked_though_the_job_never_ran(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    town.at("05-07 10:01")
    story.press("handler", "reply", **WHY)
    assert town.clock(story.id, "handle").overdue_at == at("05-07 10:00")
    assert town.case(story.id).department_overdue_at == at("05-07 10:00")


def test_an_extension_takes_the_mark_away_again(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    mark_overdue(town.cast.city, at=at("05-08 10:00"))
    town.at("05-08 11:00")
    until = at("05-12 18:00").isoformat()
    story.press("dispatcher_sub", "ask_extension", until=until, **WHY)
    story.press("shift_leader", "grant_extension")
    case = town.case(story.id)
    assert (case.overdue_at, case.department_overdue_at) == (None, None)


def test_what_is_parked_is_not_late(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    story.press("dispatcher_sub", "ask_parking", **WHY)
    story.press("shift_leader", "grant_parking")
    assert mark_overdue(town.cast.city, at=at("09-06 10:00")) == 0


def test_a_department_may_appeal_against_its_own_mark(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    town.at("05-07 10:30")
    story.press("handler", "reply", **WHY)
    for who, verb in (("acceptor", "send_check"), ("checker", "check"), ("shift_leader", "close")):
        story.press(who, verb)
    # The case was closed in time, the department was late.
    assert town.case(story.id).overdue_at is None
    assert story.press("dispatcher_sub", "appeal", **WHY)["state"] == "closed"


def test_a_case_that_was_put_off_wakes_up_on_its_date_and_says_so(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    story.press("dispatcher_sub", "ask_deferral", until=at("05-20 08:00").isoformat(), **WHY)
    story.press("shift_leader", "grant_deferral")
    assert wake_deferred(town.cast.city, at=at("05-20 07:59")) == 0
    assert wake_deferred(town.cast.city, at=at("05-20 08:00")) == 1
    assert wake_deferred(town.cast.city, at=at("05-20 08:00")) == 0
    assert town.case(story.id).state == "handling"
    event = CaseEvent.objects.filter(case=story.id).latest("sequence")
    assert (event.verb, event.post, event.actor) == ("resume", "clock", None)
    # Eight hours of which none were used.
    assert town.clock(story.id, "handle").due_at == at("05-20 18:00")


def test_a_changed_holiday_moves_what_is_open_and_nothing_that_is_closed(town: City) -> None:
    closed = town.story("05-06 10:00", until="close")
    story = town.story("05-06 16:00", until="handle")
    mark_overdue(town.cast.city, at=at("05-08 10:00"))
    before = town.case(closed.id).due_at
    CalendarDay.objects.create(
        calendar=town.cast.city.calendar, date=date(2026, 5, 7), working=False, name="创文放假"
    )
    done = keep_up(town.cast.city, at=at("05-08 10:00"))
    assert (done.recounted, done.marked) == (True, 0)
    assert town.clock(story.id, "handle").due_at == at("05-08 16:00")
    assert town.case(story.id).due_at == at("05-09 09:00")
    case = town.case(story.id)
    assert (case.overdue_at, case.department_overdue_at) == (None, None)
    assert town.case(closed.id).due_at == before
    assert keep_up(town.cast.city, at=at("05-08 10:00")).recounted is False


def test_what_the_city_decides_about_its_clocks_counts_at_once(town: City) -> None:
    rules = ClockRules.objects.create(city=town.cast.city)
    story = town.story("05-06 08:00", until="handle")
    rules.amber_percent = 50
    rules.save()
    keep_up(town.cast.city, at=at("05-06 09:00"))
    assert town.case(story.id).amber_at == at("05-06 15:30")


def test_open_cases_that_were_loaded_get_their_clocks_from_their_events(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    kept = {c.kind: (c.due_at, c.started_at) for c in CaseClock.objects.all()}
    CasePause.objects.all().delete()
    CaseClock.objects.all().delete()
    Case.objects.update(origin=Origin.GENERATED, standard_row=None)
    assert give_clocks(town.cast.city, at=at("05-06 12:00")) == 1
    assert give_clocks(town.cast.city, at=at("05-06 12:00")) == 0
    assert {c.kind: (c.due_at, c.started_at) for c in CaseClock.objects.all()} == kept
    assert town.case(story.id).standard_row is not None


def test_a_loaded_case_can_be_worked_on_before_the_job_has_seen_it(town: City) -> None:
    story = town.story("05-06 10:00", until="handle")
    CaseClock.objects.all().delete()
    Case.objects.update(origin=Origin.GENERATED, standard_row=None, due_at=at("05-30 10:00"))
    assert town.told(story.id)["case"]["fixed"] is True
    town.at("05-06 12:00")
    story.press("handler", "reply", **WHY)
    assert town.clock(story.id, "handle").counted_s == 7200
    # The due time that it came with stands.
    assert town.case(story.id).due_at == at("05-30 10:00")


@pytest.mark.parametrize("role", ["acceptor", "leader"])
def test_nobody_can_wake_a_case_whose_post_may_not(town: City, role: str) -> None:
    story = town.story("05-06 10:00", until="handle")
    story.press("dispatcher_sub", "ask_deferral", until=at("05-20 08:00").isoformat(), **WHY)
    story.press("shift_leader", "grant_deferral")
    assert story.refused(role, "resume") == "verb_not_allowed"
