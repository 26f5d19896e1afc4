"""What somebody may do is kept while nothing changed it, and never a moment longer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from departments.actors import actor_of
from departments.held import _HELD
from departments.models import Membership, Organization
from tests.departments.rights import kept, slowly, told, version
from tests.factories import NOW, Cast, member

POSTS = ("acceptor", "handler", "dispatcher_sub", "collector")
PLACES = ("bureau", "centre", "yuhu", "yuhu-unit", "yuetang-unit")


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


def test_every_table_that_rights_are_read_from_gives_them_a_new_version(db: None) -> None:
    read = set(re.findall(r"departments_\w+", _HELD))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgfoid = 'accounts_rights_changed'::regproc"
        )
        assert {table for (table,) in cursor.fetchall()} == read
    assert len(read) == 3


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
