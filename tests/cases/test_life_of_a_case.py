"""A case from the street to its closing, as everybody who touches it sees it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from cases.models import Case, CaseEvent
from gis_core.ids import uuid7
from live.models import OutboxEvent
from tests.factories import Cast, member, xiangtan
from tests.reports import lead, put_report, report_of, use

DISPATCH = {"organization": "yuhu"}


def test_a_case_goes_from_the_street_to_its_closing(cast: Cast) -> None:
    case_id = put_report(cast)
    lead(cast, case_id, until="close")
    said = cast.client("leader").get(f"/api/v1/cases/{case_id}").json()
    assert said["state"] == "closed"
    assert [event["verb"] for event in said["events"]] == [
        "collect", "accept", "file", "dispatch", "acknowledge", "assign", "handle", "reply",
        "send_check", "check", "close",
    ]  # fmt: skip
    assert [event["sequence"] for event in said["events"]] == list(range(1, 12))
    assert said["events"][3]["organization_name"] == "城管信息监督指挥中心"
    assert said["organization"]["code"] == "yuhu"
    assert said["cell"] == "430302001001001"
    assert OutboxEvent.objects.filter(subject_id=case_id).count() == 11


def test_the_number_is_issued_at_acceptance_in_the_city_s_own_date(cast: Cast) -> None:
    case_id = put_report(cast)
    assert Case.objects.get().number is None
    lead(cast, case_id, until="accept")
    case = Case.objects.get()
    assert case.number is not None
    assert case.accepted_at is not None
    assert len(case.number) == 14


def test_what_the_check_finds_undone_goes_back_to_the_same_department(cast: Cast) -> None:
    case_id = put_report(cast)
    lead(cast, case_id, until="send_check")
    silent = use(cast, case_id, "checker", "rework", {})
    assert silent.json()["code"] == "reason_missing"
    said = use(cast, case_id, "checker", "rework", {"note": "仍占道"}).json()
    assert said["state"] == "handling"
    assert said["organization"]["code"] == "yuhu"
    assert said["events"][-1]["verb"] == "rework"


def test_a_refusal_says_why(cast: Cast) -> None:
    case_id = put_report(cast)
    assert use(cast, case_id, "acceptor", "refuse", {}).json()["code"] == "reason_missing"
    said = use(cast, case_id, "acceptor", "refuse", {"note": "不属城市管理范围"}).json()
    assert said["state"] == "refused"
    assert said["events"][-1]["note"] == "不属城市管理范围"


ELSEWHERE = {"organization": "centre"}
STRANGE_UNIT = {"unit": "yuetang-unit"}


@pytest.mark.parametrize(
    ("until", "who", "verb", "said", "status", "code"),
    [
        ("accept", "acceptor", "accept", {}, 409, "case_state_conflict"),
        ("accept", "shift_leader", "close", {}, 409, "case_state_conflict"),
        ("accept", "collector", "file", {}, 403, "verb_not_allowed"),
        ("file", "dispatcher_city", "dispatch", {}, 422, "organization_missing"),
        ("file", "dispatcher_city", "dispatch", ELSEWHERE, 422, "not_a_dispatch_target"),
        ("acknowledge", "dispatcher_sub", "assign", STRANGE_UNIT, 422, "not_a_dispatch_target"),
        ("dispatch", "handler", "handle", {}, 404, "case_not_found"),
        ("handle", "shift_leader", "reply", {}, 403, "verb_not_allowed"),
        ("close", "shift_leader", "close", {}, 409, "case_state_conflict"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_changes_nothing(
    cast: Cast, until: str, who: str, verb: str, said: dict[str, str], status: int, code: str
) -> None:
    case_id = put_report(cast)
    lead(cast, case_id, until=until)
    before = CaseEvent.objects.count()
    answer = use(cast, case_id, who, verb, said)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert CaseEvent.objects.count() == before


def test_another_district_s_handler_does_not_see_the_case(cast: Cast) -> None:
    stranger = member(cast, "stranger", "handler", "yuetang-unit")
    case_id = put_report(cast)
    lead(cast, case_id, until="dispatch")
    client = cast.client(stranger)
    assert client.get(f"/api/v1/cases/{case_id}").status_code == 404
    assert client.post(f"/api/v1/cases/{case_id}/acknowledge", {}, "json").status_code == 404
    assert client.get("/api/v1/cases?city=xiangtan").json()["features"] == []


def test_a_checker_who_also_works_for_the_department_may_not_check(cast: Cast) -> None:
    both = member(cast, "both", "collector", "yuhu-unit")
    case_id = put_report(cast)
    lead(cast, case_id, until="send_check")
    answer = cast.client(both).post(f"/api/v1/cases/{case_id}/check", {}, "json")
    assert (answer.status_code, answer.json()["code"]) == (403, "own_work")


def test_the_same_press_of_a_button_counts_once(cast: Cast) -> None:
    case_id, event_id = put_report(cast), uuid7()
    for _ in range(2):
        answer = use(cast, case_id, "acceptor", "accept", {"event_id": str(event_id)})
        assert answer.status_code == 200
    assert CaseEvent.objects.count() == 2
    other = put_report(cast)
    differs = use(cast, other, "acceptor", "accept", {"event_id": str(event_id)})
    assert differs.json()["code"] == "event_differs"


def test_a_case_says_which_verbs_are_open_and_why_others_are_closed(cast: Cast) -> None:
    case_id = put_report(cast)
    said = cast.client("acceptor").get(f"/api/v1/cases/{case_id}").json()
    verbs = {offer["verb"]: offer for offer in said["verbs"]}
    assert verbs["accept"]["open"] is True
    assert verbs["accept"]["why_not"] is None
    assert verbs["close"]["why_not"]["detail"] == "案件现在是“待受理”，不能进行“结案”。"
    client = cast.client("collector")
    english = client.get(f"/api/v1/cases/{case_id}", headers={"Accept-Language": "en"}).json()
    accept = next(offer for offer in english["verbs"] if offer["verb"] == "accept")
    assert accept["why_not"]["detail"] == "None of your posts may “accept” this case."


@pytest.mark.parametrize(
    "change", ["UPDATE cases_caseevent SET note = ''", "DELETE FROM cases_caseevent"]
)
def test_nobody_edits_the_past(cast: Cast, change: str) -> None:
    put_report(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_every_change_of_the_row_is_kept_whoever_makes_it(cast: Cast) -> None:
    put_report(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET road = '双拥路'")
        cursor.execute("SELECT pgh_label, road FROM cases_casehistory ORDER BY pgh_id")
        assert cursor.fetchall() == [("insert", "岚霞路"), ("update", "双拥路")]


def test_the_document_of_a_case_costs_few_queries(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case_id = put_report(cast)
    lead(cast, case_id, until="close")
    client = cast.client("leader")
    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/cases/{case_id}")


def test_the_list_is_narrowed_by_what_is_asked(cast: Cast) -> None:
    near, far = put_report(cast), put_report(cast, lon=112.9035, place_text="双拥路口")
    lead(cast, near, until="accept")
    client = cast.client("leader")

    def found(query: str) -> set[str]:
        page = client.get(f"/api/v1/cases?city=xiangtan&{query}").json()
        return {feature["id"] for feature in page["features"]}

    both = {str(near), str(far)}
    assert found("") == both
    assert found("state=accepted") == {str(near)}
    assert found("district=430304") == {str(far)}
    assert found("bbox=112.9,27.83,112.902,27.832") == {str(near)}
    assert found("q=双拥") == {str(far)}
    assert found("class=03") == both
    assert found("class=03002") == set()
    assert found("mine=true") == set()


def test_pages_of_cases_follow_each_other_without_gap_or_repeat(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sent = [str(put_report(cast)) for _ in range(7)]
    client, address, seen = cast.client("leader"), "/api/v1/cases?city=xiangtan&page_size=3", []
    while address:
        with django_assert_max_num_queries(8):
            page = client.get(address).json()
        seen += [feature["id"] for feature in page["features"]]
        address = page["next"]
    assert sorted(seen) == sorted(sent)


def test_the_figures_of_the_city_add_up(cast: Cast) -> None:
    for until in ("accept", "file", "reply", "close"):
        lead(cast, put_report(cast), until=until)
    said = cast.client("leader").get("/api/v1/summary?city=xiangtan").json()
    assert said["accepted"] == said["filed"] + said["never_filed"] == 4
    assert said["filed"] == said["due"] + said["not_yet_due"] == 3
    assert said["due"] == said["closed"] + said["due_not_closed"] == 1
    assert (said["dispatch_rate"], said["closing_rate"]) == (75.0, 100.0)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_dispatchers_one_wins_and_the_others_are_told() -> None:
    cast = xiangtan()
    case_id = put_report(cast)
    lead(cast, case_id, until="file")

    def dispatch(_: int) -> int:
        try:
            return int(use(cast, case_id, "dispatcher_city", "dispatch", DISPATCH).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        codes = sorted(pool.map(dispatch, range(20)))
    assert codes == [200] + [409] * 19
    assert CaseEvent.objects.filter(case=case_id, verb="dispatch").count() == 1


def test_a_stranger_is_asked_to_sign_in(cast: Cast) -> None:
    from rest_framework.test import APIClient

    answer = APIClient().put(f"/api/v1/cases/{uuid7()}", report_of(cast), "json")
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"
