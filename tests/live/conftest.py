"""A committed city for the tests of live news: other connections must see it."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from departments.models import Membership
from live import topics
from live.topics import Topic
from tests import factories
from tests.factories import Cast, member
from tests.live.listening import ALSO_MINE, MINE, TOPIC


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The cast, committed once for these tests, because other connections must see it.

    The topic of these tests is about organisations, for their own people.
    """
    ours = Topic(TOPIC, lambda actor, ids: set(ids) & actor.organization_ids())
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
        monkeypatch.setitem(topics.registry._topics, TOPIC, ours)
        yield _committed_cast()
        call_command("flush", verbosity=0, interactive=False)
        connection.close()


def _committed_cast() -> Cast:
    cast = factories.xiangtan()
    user = member(cast, "both", "handler", MINE)
    Membership.objects.create(
        user=user,
        post=cast.posts["handler"],
        organization=cast.organizations[ALSO_MINE],
        city=cast.city,
        valid_from=factories.OPENED_AT,
    )
    cast.users["both"] = user
    return cast
