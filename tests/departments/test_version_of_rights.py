"""What somebody may do is kept while nothing changed it, and never a moment longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.models import DeviceToken, User
from departments.actors import actor_of
from departments.models import Membership, Organization
from gis_core.actor import Actor
from tests.factories import NOW, Cast, member, xiangtan
from tests.reports import put_report

POSTS = ("acceptor", "handler", "dispatcher_sub", "collector")
PLACES = ("bureau", "centre", "yuhu", "yuhu-unit", "yuetang-unit")
WITHDRAW = "DELETE FROM departments_membership WHERE user_id = %s"
NOTHING_THERE = "/api/v1/worklists?city=atlantis"


def version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM accounts_rightsversion")
        return int(cursor.fetchone()[0])


def kept(user: User, at: datetime = NOW) -> Actor:
    """The actor as a request gets it: by the version that was read with the account."""
    return actor_of(user, at, version=version())


def slowly(user: User, at: datetime) -> set[tuple[Any, ...]]:
    """What the rows say, read one by one."""
    parents = dict(Organization.objects.values_list("pk", "parent_id"))

    def above(one: Any) -> frozenset[Any]:
        seen: set[Any] = set()
        while one is not None and one not in seen:
            seen.add(one)
            one = parents[one]
        return frozenset(seen)

    return {
        (
            m.pk,
            m.post.code,
            frozenset(m.post.verbs),
            above(m.organization_id),
            frozenset(one for one in parents if m.organization_id in above(one)),
            frozenset(m.area_codes),
        )
        for m in Membership.objects.filter(user=user).select_related("post")
        if m.valid_from <= at and (m.valid_to is None or at < m.valid_to)
    }


def told(actor: Actor) -> set[tuple[Any, ...]]:
    return {
        (r.membership_id, r.post, r.verbs, r.branch_ids, r.organization_ids, r.area_codes)
        for r in actor.roles
    }


def test_while_nothing_changes_nothing_is_asked(cast: Cast) -> None:
    user = cast.users["acceptor"]
    before, at = kept(user), version()
    with CaptureQueriesContext(connection) as queries:
        assert actor_of(user, NOW, version=at) == before
    assert not queries.captured_queries


def test_a_post_that_is_kept_begins_and_ends_in_time(cast: Cast) -> None:
    until = NOW + timedelta(days=1)
    user = member(cast, "holiday cover", "acceptor", "centre", valid_from=NOW, valid_to=until)
    moment, at = timedelta(seconds=1), version()
    held = [bool(actor_of(user, t, version=at).roles) for t in (NOW - moment, NOW, until - moment)]
    assert held == [False, True, True]
    assert not actor_of(user, until, version=at).roles


CHANGES: dict[str, Callable[[Cast], object]] = {
    "a membership ends": lambda c: Membership.objects.update(valid_to=NOW),
    "a membership goes": lambda c: Membership.objects.all().delete(),
    "a membership comes": lambda c: member(c, "another", "leader", "bureau"),
    "many come at once": lambda c: Membership.objects.bulk_create(
        Membership(
            user=c.users["checker"],
            post=c.posts["handler"],
            organization=c.organizations[code],
            city=c.city,
            valid_from=NOW,
        )
        for code in ("yuhu", "water")
    ),
    "a post loses a verb": lambda c: type(c.posts["acceptor"]).objects.update(verbs=["accept"]),
    "an organisation moves": lambda c: Organization.objects.filter(code="yuhu-unit").update(
        parent=c.organizations["water"]
    ),
    "an account goes with all it held": lambda c: c.users["analyst"].delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_each_way_of_changing_rights_gives_a_new_version(
    cast: Cast, change: Callable[[Cast], object]
) -> None:
    known, before = version(), {who: kept(user) for who, user in cast.users.items()}
    change(cast)
    assert version() != known
    for user in User.objects.all():
        assert told(kept(user)) == slowly(user, NOW), (user.username, before.get(user.username))


STEPS = st.one_of(
    st.tuples(st.just("come"), st.sampled_from(POSTS), st.sampled_from(PLACES), st.integers(-2, 2)),
    st.tuples(st.just("end"), st.integers(0, 9), st.integers(-1, 1), st.none()),
    st.tuples(st.just("go"), st.integers(0, 9), st.none(), st.none()),
    st.tuples(st.just("move"), st.sampled_from(PLACES), st.sampled_from(PLACES), st.none()),
    st.tuples(st.just("verbs"), st.sampled_from(POSTS), st.booleans(), st.none()),
    st.tuples(st.just("fail"), st.none(), st.none(), st.none()),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEPS, max_size=8))
def test_whatever_changes_the_kept_rights_are_those_of_the_rows(
    cast: Cast, steps: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        user = member(cast, "somebody", "acceptor", "centre")
        for step in steps:
            _change(cast, user, *step)
            for at in (NOW - timedelta(days=1), NOW, NOW + timedelta(days=1)):
                assert told(kept(user, at)) == slowly(user, at), step
        transaction.set_rollback(True)


def _change(cast: Cast, user: User, kind: str, a: Any, b: Any, c: Any) -> None:
    mine = list(user.memberships.order_by("pk"))
    match kind:
        case "come":
            Membership.objects.create(
                user=user,
                post=cast.posts[a],
                organization=cast.organizations[b],
                city=cast.city,
                valid_from=NOW + timedelta(days=c),
            )
        case "end" if mine:
            one = mine[a % len(mine)]
            Membership.objects.filter(pk=one.pk).update(valid_to=NOW + timedelta(days=b))
        case "go" if mine:
            mine[a % len(mine)].delete()
        case "move":
            parent = cast.organizations[b]
            Organization.objects.filter(code=a).update(parent=None if a == b else parent)
        case "verbs":
            post = cast.posts[a]
            post.verbs = ["accept"] if b else ["reply", "handle"]
            post.save()
        case "fail":
            # Rights that never came to be were kept for a while, and are never read again.
            with transaction.atomic():
                Membership.objects.filter(user=user).delete()
                assert not kept(user).roles
                transaction.set_rollback(True)


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
