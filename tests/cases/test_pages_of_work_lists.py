"""Work lists read page by page, counted, and by the index that holds the open cases alone."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.worklists import WorkList, counts_of, page_of
from tests.cases.desks import desk_of, page
from tests.factories import Cast, member
from tests.house.situations import case_in
from tests.reports import lead, put_report, use


def test_pages_neither_repeat_nor_miss_while_cases_come_and_go(cast: Cast) -> None:
    kept = {put_report(cast) for _ in range(7)}
    gone = put_report(cast)
    desk, read, after = desk_of(cast, "acceptor"), [], None
    while True:
        page = page_of(desk, WorkList.MINE, after=after, size=3)
        read += [case.pk for case in page.cases]
        if len(read) == 3:  # meanwhile somebody takes one that was not read yet, and one comes in
            assert use(cast, gone, "acceptor", "refuse", {"note": "重复"}).status_code == 200
            kept.add(put_report(cast, reported_at=timezone.now().isoformat()))
        after = page.next
        if after is None:
            break
    assert set(read) == kept
    assert len(read) == len(kept)


def test_over_http_a_page_names_the_next_and_a_made_up_cursor_is_refused(cast: Cast) -> None:
    ids = {str(put_report(cast)) for _ in range(3)}
    client = cast.client("acceptor")
    first = page(cast, "acceptor", "mine", page_size=2)
    second = client.get(first["next"]).json()
    assert second["next"] is None
    assert {f["id"] for f in first["features"] + second["features"]} == ids
    assert first["type"] == "FeatureCollection"
    for cursor in ("x", "AAAA", "MjAyNi0wMS0wMSx4"):
        answer = client.get("/api/v1/worklists/mine", {"city": "xiangtan", "cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")
    assert client.get("/api/v1/worklists/theirs", {"city": "xiangtan"}).status_code == 404


def test_counts_are_those_of_the_lists_and_by_post(cast: Cast) -> None:
    put_report(cast)
    lead(cast, put_report(cast), until="accept")
    answer = cast.client("shift_leader").get("/api/v1/worklists", {"city": "xiangtan"}).json()
    counts = {row["list"]: row["count"] for row in answer["lists"]}
    assert counts == {"mine": 1, "tasks": 0, "requests": 0, "level": 2, "soon": 0, "late": 0}
    assert answer["posts"] == [{"post": "shift_leader", "waiting": 1}]
    nobody = cast.client("assessor").get("/api/v1/worklists", {"city": "xiangtan"}).json()
    assert {row["count"] for row in nobody["lists"] if row["list"] != "level"} == {0}


def test_a_person_of_two_posts_may_ask_by_one_of_them(cast: Cast) -> None:
    user = member(cast, "both", "acceptor", "centre")
    cast.users["both"] = user
    member_of = cast.users["shift_leader"].memberships.get()
    member_of.pk, member_of.user, member_of._state.adding = None, user, True
    member_of.save()
    reported, accepted = put_report(cast), put_report(cast)
    lead(cast, accepted, until="accept")
    found = {post: page(cast, "both", "mine", post=post)["features"] for post in cast.posts}
    assert [f["id"] for f in found["acceptor"]] == [str(reported)]
    assert [f["id"] for f in found["shift_leader"]] == [str(accepted)]
    assert found["leader"] == []
    assert len(page(cast, "both", "mine")["features"]) == 2


def test_a_list_is_read_from_the_open_cases_alone(cast: Cast) -> None:
    put_report(cast)
    desk = desk_of(cast, "shift_leader")
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        connection.cursor() as cursor,
    ):
        page_of(desk, WorkList.LEVEL, after=None, size=50)
        counts_of(desk)
    with connection.cursor() as cursor:
        # Ten rows cost the same by any index: what is asked is whether the lists' own can serve.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("DROP INDEX case_by_state, case_newest_first, case_bins")
        for query in asked.captured_queries:
            cursor.execute("EXPLAIN " + query["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "case_open_by_due" in plan or "case_under_appeal" in plan, plan


def test_a_longer_page_asks_no_more_of_the_database(cast: Cast) -> None:
    case_in(cast, "assigned")
    client, said = cast.client("handler"), {"city": "xiangtan"}
    with CaptureQueriesContext(connection) as one:
        assert len(client.get("/api/v1/worklists/mine", said).json()["features"]) == 1
    for _ in range(3):
        case_in(cast, "assigned")
    with CaptureQueriesContext(connection) as four:
        assert len(client.get("/api/v1/worklists/mine", said).json()["features"]) == 4
    assert len(four) <= len(one) <= 10
