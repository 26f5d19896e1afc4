"""What stands beside the list: how many there are, which are late, what the city printed."""

from datetime import timedelta

from django.utils import timezone

from cases.models import Case
from tests.factories import Cast
from tests.reports import lead, put_report


def test_the_count_is_that_of_the_list_whatever_the_page_size(cast: Cast) -> None:
    for _ in range(3):
        put_report(cast)
    lead(cast, put_report(cast), until="accept")
    leader = cast.client("leader")

    def counted(query: str) -> object:
        return leader.get(f"/api/v1/cases/count?city=xiangtan&{query}").json()["count"]

    assert counted("") == 4
    assert counted("state=accepted") == 1
    assert counted("page_size=1&state=reported") == 3


def test_nobody_counts_what_they_may_not_see(cast: Cast) -> None:
    put_report(cast)
    answer = cast.client("handler").get("/api/v1/cases/count?city=xiangtan")
    assert answer.json() == {"count": 0, "unplaced": 0}


def test_an_open_case_past_its_time_says_that_it_is_late(cast: Cast) -> None:
    case_id = put_report(cast)
    leader = cast.client("leader")
    seen = [leader.get(f"/api/v1/cases/{case_id}").json()["overdue"]]
    Case.objects.filter(pk=case_id).update(due_at=timezone.now() - timedelta(hours=1))
    seen.append(leader.get(f"/api/v1/cases/{case_id}").json()["overdue"])
    [row] = leader.get("/api/v1/cases?city=xiangtan").json()["features"]
    assert [*seen, row["properties"]["overdue"]] == [False, True, True]


def test_what_the_city_printed_stands_beside_what_the_division_gives(cast: Cast) -> None:
    cast.city.published = {"closing_rate": 99.2}
    cast.city.save()
    said = cast.client("leader").get("/api/v1/summary?city=xiangtan").json()
    assert said["published"] == {"closing_rate": 99.2}
