"""A case page is opened all day long: reading it asks little, however long its story."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import Cast
from tests.house.situations import case_in
from tests.reports import put_report

QUERIES_AT_MOST = 9
"""Who asks and what they may: three. The case, its story, its photos, whether it is late: four."""


def test_a_case_is_read_in_a_few_queries_however_long_its_story(cast: Cast) -> None:
    young, old = put_report(cast), case_in(cast, "reviewed")
    for who in ("shift_leader", "dispatcher_sub"):
        client, asked = cast.client(who), []
        for case_id in (young, old):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/api/v1/cases/{case_id}")
            asked.append(len(queries))
        assert max(asked) <= QUERIES_AT_MOST
