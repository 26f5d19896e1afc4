"""A post that was withdrawn is felt by the next request, in whichever process it was withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import DeviceToken
from tests.departments.rights import kept
from tests.factories import Cast, xiangtan
from tests.reports import put_report

WITHDRAW = "DELETE FROM departments_membership WHERE user_id = %s"
NOTHING_THERE = "/api/v1/worklists?city=atlantis"


@pytest.fixture
def city(transactional_db: None) -> Cast:
    return xiangtan()


@pytest.fixture
def elsewhere(city: Cast) -> Iterator[psycopg.Connection[Any]]:
    """Another process's connection: it commits when it says so."""
    given = connection.get_connection_params()
    names = {"host", "port", "user", "password", "dbname"} & given.keys()
    with psycopg.connect(**{name: given[name] for name in names}) as other:
        yield other


def by_session(cast: Cast, who: str) -> APIClient:
    return cast.client(who)


def by_token(cast: Cast, who: str) -> APIClient:
    _, token = DeviceToken.objects.create(cast.users[who])
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


@pytest.mark.parametrize("signed_in", [by_session, by_token])
def test_a_withdrawn_post_is_felt_by_the_next_request(
    city: Cast, elsewhere: psycopg.Connection[Any], signed_in: Callable[[Cast, str], APIClient]
) -> None:
    case_id, client = put_report(city), signed_in(city, "shift_leader")

    def look() -> int:
        return int(client.get(f"/api/v1/cases/{case_id}").status_code)

    assert (look(), look()) == (200, 200)
    elsewhere.execute(WITHDRAW, [city.users["shift_leader"].pk])
    assert look() == 200  # not committed: for everybody else it has not happened
    elsewhere.commit()
    assert look() == 404


def test_of_two_changes_that_overlap_none_is_missed(
    city: Cast, elsewhere: psycopg.Connection[Any]
) -> None:
    first, second = city.users["shift_leader"], city.users["acceptor"]

    def withdraw_second() -> None:
        try:
            second.memberships.all().delete()
        finally:
            connection.close()

    elsewhere.execute(WITHDRAW, [first.pk])
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(withdraw_second)  # for the row of the version
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        assert [bool(kept(user).roles) for user in (first, second)] == [True, True]
        elsewhere.commit()
        waiting.result(timeout=10)
    assert [bool(kept(user).roles) for user in (first, second)] == [False, False]


@pytest.mark.parametrize(("signed_in", "asked"), [(by_session, 2), (by_token, 1)])
def test_who_asks_takes_one_question_by_token_and_two_by_session(
    cast: Cast, signed_in: Callable[[Cast, str], APIClient], asked: int
) -> None:
    client = signed_in(cast, "analyst")
    client.get(NOTHING_THERE)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(NOTHING_THERE).json()["code"] == "city_unknown"
    assert len(queries) == asked + 1  # the city that is not there
