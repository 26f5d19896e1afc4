"""A tile asks one question; whoever lost a session, account or post is still shown none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import User
from gis_core.tile import TileAddress
from tests.factories import Cast, member
from tests.tiles.drawn import BOX, ask, scatter, tile

HERE = TileAddress.containing(BOX[0], BOX[1], 16)
EVERYWHERE = TileAddress.containing(BOX[0], BOX[1], 9)


def signs_out(user: User) -> None:
    Session.objects.all().delete()


def has_slept_for_a_month(user: User) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def is_switched_off(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def has_another_password(user: User) -> None:
    user.set_password("another one, by the administrator")
    user.save()


def is_gone(user: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM departments_membership WHERE user_id = %s", [user.pk])
        cursor.execute("DELETE FROM accounts_user WHERE id = %s", [user.pk])


@pytest.mark.parametrize(
    "lost", [signs_out, has_slept_for_a_month, is_switched_off, has_another_password, is_gone]
)
@pytest.mark.parametrize("at", [HERE, EVERYWHERE])
def test_who_is_not_signed_in_any_more_is_given_no_tile(
    cast: Cast, lost: Callable[[User], None], at: TileAddress
) -> None:
    scatter(cast, 5)
    browser = cast.client("leader")
    tag = ask(browser, "cases", at)["ETag"]
    browser.credentials(HTTP_IF_NONE_MATCH=tag)
    assert ask(browser, "cases", at).status_code == 304
    lost(cast.users["leader"])
    assert ask(browser, "cases", at).status_code in (401, 403)


def test_a_layer_that_says_nothing_of_its_changes_is_closed_to_them_too(cast: Cast) -> None:
    browser = cast.client("leader")
    assert ask(browser, "no-such", HERE).status_code == 404
    assert ask(browser, "cases", TileAddress(16, 0, 0)).status_code == 204
    signs_out(cast.users["leader"])
    assert ask(browser, "cases", TileAddress(16, 0, 0)).status_code in (401, 403)


def test_a_post_that_is_given_or_taken_changes_the_next_tile(cast: Cast) -> None:
    scatter(cast, 5)
    nobody = User.objects.create_user(username="nobody")
    browser = cast.client(nobody)
    assert tile(browser, "cases", HERE) == tile(browser, "cases", EVERYWHERE) == []
    cast.users["nobody"] = nobody
    given = member(cast, "nobody-with-a-post", "leader", "bureau")
    assert tile(browser, "cases", HERE) == []
    given.memberships.update(user=nobody)
    shown = tile(browser, "cases", HERE)
    assert shown
    nobody.memberships.all().delete()
    assert tile(browser, "cases", HERE) == []


def test_a_line_that_the_server_closed_is_not_used_again(
    transactional_db: None,
) -> None:
    """As after a restart of PostgreSQL: the next request has a connection of its own."""
    connection.ensure_connection()
    assert connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    ended = connection.copy()
    try:
        with ended.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        ended.close()
    assert not connection.is_usable()
    connection.close()
    connection.ensure_connection()
    assert connection.is_usable()
