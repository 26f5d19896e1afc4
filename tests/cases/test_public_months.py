"""The public's table of sensitive classes: by month and district, published once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.filters import CASE_FILTERS
from cases.models import Case, PublicMonth
from cases.public_months import (
    MonthNotOver,
    MonthPublished,
    keep_publishing,
    publish_due,
    publish_month,
)
from grids.models import City
from tests.cases.accepted import (
    AD,
    APRIL,
    EAST,
    MID,
    NOWHERE,
    OVER,
    SHOP,
    VENDOR,
    WEST,
    accepted,
    mark,
)
from tests.factories import Cast
from tests.tiles.drawn import case_row


@pytest.fixture
def marked(cast: Cast) -> Cast:
    """The cast's city with two sensitive classes."""
    mark(cast)
    return cast


def read(month: str = "2026-04", **said: str) -> Any:
    """The month as anybody gets it."""
    answer = APIClient().get(f"/api/v1/public/months/{month}", {"city": "xiangtan", **said})
    assert answer.status_code == 200, answer.content
    return answer.json()


def figures_of(table: Any) -> dict[tuple[str, str], int | None]:
    return {
        (one["code"], district["code"]): figure
        for one, row in zip(table["classes"], table["figures"], strict=True)
        for district, figure in zip(table["districts"], row, strict=True)
    }


def test_the_public_gets_a_table_by_month_district_and_sensitive_class(marked: Cast) -> None:
    accepted(marked, AD, WEST, 12)
    accepted(marked, AD, EAST, 4)
    accepted(marked, AD, NOWHERE, 5)
    accepted(marked, VENDOR, WEST, 1)
    accepted(marked, SHOP, WEST, 30)
    publish_month(marked.city, APRIL, at=OVER)
    table = read()
    assert figures_of(table) == {
        (AD, WEST): 12,
        (AD, EAST): None,
        (AD, NOWHERE): 5,
        (VENDOR, WEST): None,
        (VENDOR, EAST): None,
        (VENDOR, NOWHERE): None,
    }
    assert [d["name"] for d in table["districts"]] == ["雨湖区", "岳塘区", "其他或位置未知"]
    assert (table["month"], table["below"]) == ("2026-04", 5)
    listed = APIClient().get("/api/v1/public/months?city=xiangtan")
    assert listed.json() == {"below": 5, "months": ["2026-04"]}


def test_a_total_is_given_only_where_all_that_it_sums_is(marked: Cast) -> None:
    for code, west, east, nowhere in ((AD, 12, 7, 5), (VENDOR, 9, 3, 6)):
        for district, count in ((WEST, west), (EAST, east), (NOWHERE, nowhere)):
            accepted(marked, code, district, count)
    publish_month(marked.city, APRIL, at=OVER)
    table = read()
    assert table["total_by_class"] == [24, None]
    assert table["total_by_district"] == [21, None, 11]
    assert table["total"] is None


def test_a_month_is_the_city_s_own_and_counts_what_was_accepted_in_it(marked: Cast) -> None:
    first, last = (datetime(2026, m, d, 16, 0, tzinfo=UTC) for m, d in ((3, 31), (4, 30)))
    second = timedelta(seconds=1)
    for at, count in ((first - second, 50), (first, 5), (last - second, 6), (last, 70)):
        accepted(marked, AD, WEST, count, at)
    Case.objects.bulk_create(
        case_row(marked, case_class=marked.classes[AD], district_code=WEST, reported_at=MID,
                 place_known=False)
        for _ in range(9)
    )  # fmt: skip
    publish_month(marked.city, APRIL, at=OVER)
    assert figures_of(read())[AD, WEST] == 11


def test_a_published_month_stays_as_it_is(marked: Cast) -> None:
    accepted(marked, AD, WEST, 8)
    accepted(marked, AD, EAST, 4)
    row = publish_month(marked.city, APRIL, at=OVER)
    before = read()
    accepted(marked, AD, EAST, 1)
    Case.objects.filter(case_class__code=AD, district_code=WEST).delete()
    assert read() == before
    with pytest.raises(MonthPublished):
        publish_month(marked.city, APRIL, at=OVER + timedelta(days=40))
    for write in (row.delete, row.save):
        with pytest.raises(ProgrammingError, match="append_only"), transaction.atomic():
            write()
    assert read() == before


def test_a_month_waits_until_late_reports_are_in(marked: Cast) -> None:
    over = datetime(2026, 4, 30, 16, 0, tzinfo=UTC)
    with pytest.raises(MonthNotOver):
        publish_month(marked.city, APRIL, at=over + timedelta(days=3, seconds=-1))
    publish_month(marked.city, APRIL, at=over + timedelta(days=3))


def test_a_person_begins_and_the_worker_goes_on(marked: Cast, boston: City) -> None:
    assert keep_publishing(marked.city, at=OVER) == []
    with pytest.raises(CommandError, match="还没有公布过任何月份"):
        call_command("publish_months", city="xiangtan")
    begun = publish_due(marked.city, at=OVER, since=date(2026, 2, 1))
    assert [row.month.month for row in begun] == [2, 3, 4]
    assert keep_publishing(marked.city, at=OVER) == []
    later = keep_publishing(marked.city, at=OVER + timedelta(days=62))
    assert [row.month.month for row in later] == [5, 6]
    said = StringIO()
    call_command("publish_months", "--from", "2026-01", city="xiangtan", stdout=said)
    assert said.getvalue().splitlines()[0] == "2026-01"
    assert not PublicMonth.objects.filter(city=boston).exists()


@pytest.mark.parametrize("name", [*CASE_FILTERS, "bbox", "q", "mine", "page_size", "z"])
def test_a_finer_filter_is_refused(marked: Cast, name: str) -> None:
    publish_month(marked.city, APRIL, at=OVER)
    for path in ("/api/v1/public/months", "/api/v1/public/months/2026-04"):
        said = {"city": "xiangtan", name: "430302"}
        refused = APIClient().get(path, said, headers={"accept-language": "en"})
        assert refused.status_code == 400
        assert refused.json()["code"] == "public_table_fixed"
        assert f"“{name}”" in refused.json()["detail"]
        assert refused["Cache-Control"] == "no-store"
        assert "固定表格" in APIClient().get(path, said).json()["detail"]


@pytest.mark.parametrize("month", ["2026-03", "2026-4", "2026", "04", "2026-04-01", "x' OR 1=1"])
def test_a_part_of_a_month_or_one_that_was_not_published_is_not_there(
    marked: Cast, month: str
) -> None:
    publish_month(marked.city, APRIL, at=OVER)
    answer = APIClient().get(f"/api/v1/public/months/{month}?city=xiangtan")
    assert (answer.status_code, answer.json()["code"]) == (404, "month_not_published")


def test_the_table_is_the_same_for_everybody_and_asks_no_case(marked: Cast) -> None:
    publish_month(marked.city, APRIL, at=OVER)
    for browser in (marked.client("leader"), marked.client("handler")):
        assert browser.get("/api/v1/public/months/2026-04?city=xiangtan").json() == read()
    with CaptureQueriesContext(connection) as asked:
        read()
    assert not [q["sql"] for q in asked.captured_queries if "cases_case" in q["sql"]]
