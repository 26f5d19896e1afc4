"""Work lists: what waits for me, what my level has open, what is soon late and what is late."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.facts import facts_of
from cases.guards import refusal
from cases.models import Case, CaseEvent, CasePractice
from cases.states import State
from cases.verbs import BULK_ONLY, Verb
from cases.waiting import _GUARDS, awaited
from cases.worklists import Desk, WorkList, counts_of
from departments.actors import actor_of
from gis_core.actor import Actor
from tests.cases.desks import AT, desk_of, listed, page
from tests.factories import Cast, member
from tests.house.situations import case_in
from tests.lives.world import populate
from tests.reports import MAIN_ROAD, lead, put_report, use

WORK = {
    # Written down by hand, as the city would say it: who has what to do with a case that stands so.
    "reported": {"accept"},
    "accepted": {"send_verify", "file"},
    "verifying": {"verify"},
    "filed": {"dispatch"},
    "dispatched": {"acknowledge", "rule", "contribute", "grant_return"},
    "acknowledged": {"assign", "handle", "rule", "contribute", "grant_return"},
    "assigned": {"handle", "rule", "contribute"},
    "handling": {"reply", "rule", "contribute", "grant_return", "grant_deferral", "grant_parking"},
    "enforcement": {"link_decision", "settle"},
    "replied": {"send_check"},
    "checking": {"check"},
    "checked": {"close", "call_back"},
    "closed": {"review_first", "review_second"},
    "settled": {"review_first", "review_second"},
}
EXTENSIONS = {"grant_extension", "grant_long_extension"}


def naively_waits(case: Case, actor: Actor) -> bool:
    """One case at a time, by the guards themselves."""
    work = set(WORK.get(case.state, ()))
    if case.state in ("acknowledged", "assigned", "handling"):
        work |= EXTENSIONS
    if case.verified is not None:
        work -= {"send_verify"}
    if case.verified is False and case.state == "accepted":
        work |= {"refuse"}
    if not case.handed_over or case.decision_number:
        work -= {"link_decision"}
    if CaseEvent.objects.filter(case=case, verb="call_back").exists():
        work -= {"call_back"}
    facts = facts_of(case, at=AT)
    return any(refusal(Verb(verb), facts, actor) is None for verb in work)


def test_each_step_of_the_main_road_waits_for_whoever_takes_the_next(cast: Cast) -> None:
    case_id = put_report(cast)
    for who, verb, said in MAIN_ROAD:
        assert case_id in listed(desk_of(cast, who), WorkList.MINE), f"{verb} is {who}'s"
        assert use(cast, case_id, who, verb, said).status_code == 200
        still = [verb for who, verb, _ in MAIN_ROAD if verb != "assign"]
        if verb in still and who not in ("dispatcher_sub", "handler"):
            assert case_id not in listed(desk_of(cast, who), WorkList.MINE)
    for who in cast.users:
        assert case_id not in listed(desk_of(cast, who), WorkList.MINE)


@pytest.mark.parametrize(
    ("situation", "who"),
    [
        ("return_asked", "dispatcher_city"),
        ("extension_asked", "shift_leader"),
        ("deferral_asked", "shift_leader"),
        ("parking_asked", "shift_leader"),
        ("appealed", "dispatcher_city"),
        ("reviewed", "acceptor"),
    ],
)
def test_a_request_waits_for_whoever_may_answer_it(cast: Cast, situation: str, who: str) -> None:
    case_id = case_in(cast, situation)
    for user in cast.users:
        holds = user == who or (user == "leader" and situation == "extension_asked")
        assert (case_id in listed(desk_of(cast, user), WorkList.REQUESTS)) is holds, user
        assert counts_of(desk_of(cast, user))[WorkList.REQUESTS] == holds


def test_a_task_is_on_the_list_of_whoever_was_sent_and_of_nobody_else(cast: Cast) -> None:
    case_id = case_in(cast, "replied")
    sent = {"collector": str(cast.users["checker"].pk)}
    assert use(cast, case_id, "acceptor", "send_check", sent).status_code == 200
    assert listed(desk_of(cast, "checker"), WorkList.TASKS) == [case_id]
    assert listed(desk_of(cast, "collector"), WorkList.TASKS) == []
    (feature,) = page(cast, "checker", "tasks")["features"]
    assert [task["kind"] for task in feature["properties"]["my_tasks"]] == ["check"]
    assert feature["properties"]["waits_for"] == ["check"]


def test_a_task_for_anybody_of_the_area_is_not_the_finders(cast: Cast) -> None:
    case_id = case_in(cast, "checking")  # the second collector found it
    assert listed(desk_of(cast, "collector"), WorkList.TASKS) == [case_id]
    assert listed(desk_of(cast, "checker"), WorkList.TASKS) == []
    cast.users["elsewhere"] = member(
        cast, "elsewhere", "collector", "centre", area_codes=["430304"]
    )
    assert listed(desk_of(cast, "elsewhere"), WorkList.TASKS) == []


def test_a_list_of_many_tasks_asks_no_more_than_a_list_of_one(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(cast, "collector", "mine")
        return len(queries)

    case_in(cast, "checking")
    asked()  # what the collector may do is known from now on
    alone = asked()
    for _ in range(3):
        case_in(cast, "checking")
    assert asked() == alone


def test_a_city_with_few_collectors_lets_the_finder_check(cast: Cast) -> None:
    case_id = case_in(cast, "checking")  # the second collector found it
    assert use(cast, case_id, "checker", "check", {}).status_code == 403
    CasePractice.objects.create(city=cast.city, finder_may_check=True)
    assert listed(desk_of(cast, "checker"), WorkList.TASKS) == [case_id]
    assert use(cast, case_id, "checker", "check", {}).status_code == 200


def test_a_co_handlers_part_is_a_task_of_theirs(cast: Cast) -> None:
    case_id = case_in(cast, "joint")
    assert listed(desk_of(cast, "dispatcher_sub"), WorkList.TASKS) == [case_id]


def test_whoever_was_called_back_is_not_called_again(cast: Cast) -> None:
    case_id = case_in(cast, "public_checked")
    assert listed(desk_of(cast, "phone_operator"), WorkList.MINE) == [case_id]
    assert use(cast, case_id, "phone_operator", "call_back", {}).status_code == 200
    assert listed(desk_of(cast, "phone_operator"), WorkList.MINE) == []


def test_what_was_found_untrue_waits_to_be_refused(cast: Cast) -> None:
    case_id = case_in(cast, "verifying")
    said = {"passed": False, "note": "现场没有这个问题"}
    assert use(cast, case_id, "collector", "verify", said).status_code == 200
    assert case_id in listed(desk_of(cast, "shift_leader"), WorkList.MINE)
    assert case_id in listed(desk_of(cast, "acceptor"), WorkList.MINE)


def test_my_level_is_my_branch(cast: Cast) -> None:
    ours = case_in(cast, "assigned")
    theirs = case_in(cast, "joint")
    waiting = put_report(cast)
    everything = {ours, theirs, waiting} | set(Case.objects.values_list("pk", flat=True))
    assert set(listed(desk_of(cast, "shift_leader"), WorkList.LEVEL)) == everything
    # 雨湖区 leads one and is a co-handler of the other; its unit has the first alone.
    assert set(listed(desk_of(cast, "dispatcher_sub"), WorkList.LEVEL)) == {ours, theirs}
    assert set(listed(desk_of(cast, "handler"), WorkList.LEVEL)) == {ours}


def test_soon_late_and_late_are_told_apart(cast: Cast) -> None:
    hour = timedelta(hours=1)
    times = {
        "calm": (AT + hour, AT + 2 * hour),
        "soon": (AT - hour, AT + hour),
        "late": (AT - 2 * hour, AT - hour),
    }
    ids = {}
    for name, (amber_at, due_at) in times.items():
        ids[name] = put_report(cast)
        lead(cast, ids[name], until="file")
        Case.objects.filter(pk=ids[name]).update(amber_at=amber_at, due_at=due_at)
    desk = desk_of(cast, "shift_leader")
    assert listed(desk, WorkList.SOON) == [ids["soon"]]
    assert listed(desk, WorkList.LATE) == [ids["late"]]
    lights = {
        f["id"]: f["properties"]["light"] for f in page(cast, "shift_leader", "level")["features"]
    }
    assert lights == {
        str(ids["calm"]): "green",
        str(ids["soon"]): "amber",
        str(ids["late"]): "red",
    }


def test_the_lists_say_what_the_guards_say_of_each_case(cast: Cast) -> None:
    """Whatever stands in the columns that guards read: one question, asked in two ways."""
    populate(cast)
    everybody = {who: actor_of(user, AT) for who, user in cast.users.items()}
    _any_columns(cast, random.Random(4))
    for who, actor in everybody.items():
        desk = Desk(actor, cast.city, AT)
        seen = Case.objects.visible_in(cast.city, actor)
        expected = {case.pk for case in seen if naively_waits(case, actor)}
        found = listed(desk, WorkList.MINE)
        assert set(found) == expected, who
        assert len(found) == len(set(found)) == counts_of(desk)[WorkList.MINE]


def _any_columns(cast: Cast, rng: random.Random, cases: int = 400) -> None:
    """Cases with whatever guards read drawn at random, possible or not."""
    first = Case.objects.get(pk=put_report(cast))
    ids = [one.pk for one in cast.organizations.values()]
    users = [None, cast.users["collector"].pk, cast.users["checker"].pk]

    def drawn(n: int) -> Case:
        case = Case.objects.get(pk=first.pk)
        case.pk, case.number, case.story = UUID(int=first.pk.int + n + 1), None, None
        case.state = rng.choice(list(State))
        case.source = rng.choice(["collector", "citizen", "phone"])
        case.verified = rng.choice([None, True, False])
        case.asked = rng.choice(["", "", "return", "extension", "deferral", "parking"])
        case.extensions = rng.choice([0, 0, 1])
        case.ruling_open = rng.random() < 0.3
        case.handed_over, case.decision_number = rng.choice([(False, ""), (True, ""), (True, "1")])
        case.appeal = rng.choice(["", "new", "reviewed_once", "denied"])
        case.organization_id = rng.choice([None, *ids])
        case.unit_id = rng.choice([None, *ids])
        case.co_open = case.co_organizations = rng.choice([[], [], [rng.choice(ids)]])
        case.reporter_account_id, case.errand_for_id = rng.choice(users), rng.choice(users)
        case.due_at = rng.choice([None, AT + timedelta(hours=rng.randint(-50, 50))])
        return case

    Case.objects.bulk_create(drawn(n) for n in range(cases))


def test_every_guard_of_awaited_work_can_be_asked_of_all_cases_at_once() -> None:
    guards = {guard for transition in awaited() for guard in transition.guards}
    assert guards <= set(_GUARDS)
    assert {t.verb for t in awaited()}.isdisjoint(BULK_ONLY)
