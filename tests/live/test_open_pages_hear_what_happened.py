"""Server-sent events: in order, none lost, and only to those who may see it when it is sent."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import DeviceToken
from config.events import Events
from departments.models import Membership
from live import topics
from live.models import OutboxEvent
from live.outbox import publish
from live.reading import BATCH_SIZE
from live.topics import Topic
from tests import factories
from tests.factories import Cast, member
from tests.live.listening import Listener, listening

TOPIC = "test"
MINE, THEIRS, ALSO_MINE = "yuhu-unit", "yuetang-unit", "water"


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


def cookie_of(cast: Cast, who: str) -> str:
    return f"sessionid={cast.client(who).cookies['sessionid'].value}"


def tell(cast: Cast, code: str, *numbers: int) -> None:
    """Publish news about an organisation, all in one transaction."""
    with transaction.atomic():
        for n in numbers:
            subject = cast.organizations[code].pk
            publish(city_id=cast.city.pk, topic=TOPIC, subject_id=subject, data={"n": n})


async def in_thread(call: Any, *args: Any) -> Any:
    """Do something with the database beside the running events process."""

    def done() -> Any:
        try:
            return call(*args)
        finally:
            connection.close()

    return await asyncio.to_thread(done)


@asynccontextmanager
async def process() -> AsyncIterator[Events]:
    """An events process."""
    events = Events()
    try:
        yield events
    finally:
        await events.relay.stop()


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


async def numbers_heard(page: Listener, count: int) -> list[int]:
    return [news["n"] for news in await page.events(count)]


def test_news_reaches_those_who_may_see_it_and_nobody_else(city: Cast) -> None:
    cookie = cookie_of(city, "handler")

    async def story() -> None:
        async with process() as events, listening(events, cookie=cookie) as page:
            await page.open()
            await in_thread(tell, city, THEIRS, 1)
            await in_thread(tell, city, MINE, 2)
            (news,) = await page.events(1)
            assert news["event"] == news["topic"] == TOPIC
            assert news["id"] == str(city.organizations[MINE].pk)
            assert news["n"] == 2
            assert page.last_id == str(news["seq"])
            assert page.headers["content-type"].startswith("text/event-stream")

    run(story())


def test_an_older_transaction_that_commits_last_still_arrives(city: Cast) -> None:
    cookie, may_commit, has_written = cookie_of(city, "handler"), Event(), Event()

    def slow_writer() -> None:
        with transaction.atomic():
            tell(city, MINE, 1)
            has_written.set()
            may_commit.wait(10)

    async def story() -> None:
        async with process() as events, listening(events, cookie=cookie) as page:
            await page.open()
            slow = asyncio.create_task(in_thread(slow_writer))
            await asyncio.to_thread(has_written.wait, 10)
            await in_thread(tell, city, MINE, 2)
            assert await numbers_heard(page, 1) == [2]
            may_commit.set()
            await slow
            assert await numbers_heard(page, 2) == [2, 1]

    run(story())


def test_what_was_rolled_back_never_happened(city: Cast) -> None:
    cookie = cookie_of(city, "handler")

    def regretted() -> None:
        with transaction.atomic():
            tell(city, MINE, 1)
            transaction.set_rollback(True)

    async def story() -> None:
        async with process() as events, listening(events, cookie=cookie) as page:
            await page.open()
            await in_thread(regretted)
            await in_thread(tell, city, MINE, 2)
            assert await numbers_heard(page, 1) == [2]

    run(story())


def test_news_whose_right_was_withdrawn_does_not_arrive(city: Cast) -> None:
    cookie = cookie_of(city, "both")
    theirs = Membership.objects.filter(
        user=city.users["both"], organization=city.organizations[MINE]
    )

    async def story() -> None:
        async with process() as events, listening(events, cookie=cookie) as page:
            await page.open()
            await in_thread(tell, city, MINE, 1)
            assert await numbers_heard(page, 1) == [1]
            await in_thread(lambda: theirs.update(valid_to=timezone.now()))
            await in_thread(tell, city, MINE, 2)
            await in_thread(tell, city, ALSO_MINE, 3)
            assert await numbers_heard(page, 2) == [1, 3]

    run(story())


def test_a_page_that_was_cut_off_resumes_where_it_was(city: Cast) -> None:
    cookie = cookie_of(city, "handler")

    async def story() -> None:
        async with process() as events:
            async with listening(events, cookie=cookie) as page:
                await page.open()
                await in_thread(tell, city, MINE, 1, 2)
                first, _ = await page.events(2)
            await in_thread(tell, city, MINE, 3)
            after = f"after={first['seq']}"
            async with listening(events, cookie=cookie, query=after) as page:
                assert await numbers_heard(page, 2) == [2, 3]
            # The browser repeats the address and adds the number that it heard last.
            last = {"last_event_id": str(first["seq"] + 1)}
            async with listening(events, cookie=cookie, query=after, **last) as page:
                assert await numbers_heard(page, 1) == [3]

    run(story())


def test_a_burst_arrives_whole_and_in_order(city: Cast) -> None:
    cookie, burst = cookie_of(city, "handler"), range(2 * BATCH_SIZE + 50)

    async def story() -> None:
        async with process() as events, listening(events, cookie=cookie) as page:
            await page.open()
            await in_thread(tell, city, MINE, *burst)
            heard = await page.events(len(burst))
            assert [news["n"] for news in heard] == list(burst)
            assert [news["seq"] for news in heard] == sorted({news["seq"] for news in heard})

    run(story())


def test_two_processes_number_each_row_once_and_both_tell(city: Cast) -> None:
    cookie = cookie_of(city, "handler")

    async def story() -> None:
        async with (
            process() as one,
            process() as other,
            listening(one, cookie=cookie) as here,
            listening(other, cookie=cookie) as there,
        ):
            await here.open()
            await there.open()
            for n in range(20):
                await in_thread(tell, city, MINE, n)
            assert await numbers_heard(here, 20) == list(range(20))
            assert await there.events(20) == await here.events(20)

    run(story())


def test_whoever_slept_too_long_is_told_to_load_anew(city: Cast) -> None:
    cookie = cookie_of(city, "handler")

    def prune_before(sequence: int) -> None:
        OutboxEvent.objects.filter(sequence__lt=sequence).delete()

    async def story() -> None:
        async with process() as events:
            async with listening(events, cookie=cookie) as page:
                await page.open()
                await in_thread(tell, city, MINE, 1, 2, 3)
                first, _, third = await page.events(3)
            await in_thread(prune_before, third["seq"])
            query = f"after={first['seq']}"
            async with listening(events, cookie=cookie, query=query) as page:
                assert await page.events(1) == [{"event": "reset", "seq": third["seq"]}]
                await in_thread(tell, city, MINE, 4)
                assert (await page.events(2))[1]["n"] == 4

    run(story())


def test_the_stream_ends_when_the_listener_signs_out(city: Cast) -> None:
    cookie = cookie_of(city, "handler")
    session = Session.objects.filter(session_key=cookie.partition("=")[2])

    async def story() -> None:
        async with process() as events, listening(events, cookie=cookie) as page:
            await page.open()
            await in_thread(session.delete)
            await in_thread(tell, city, MINE, 1)
            await page.until(lambda me: me.ended)
            assert page.parsed() == []

    run(story())


def test_a_phone_listens_with_its_token(city: Cast) -> None:
    _, token = DeviceToken.objects.create(user=city.users["handler"], expiry=timedelta(days=1))

    async def story() -> None:
        signed = {"authorization": f"Token {token}"}
        async with process() as events, listening(events, **signed) as page:
            await page.open()
            await in_thread(tell, city, MINE, 1)
            assert await numbers_heard(page, 1) == [1]

    run(story())


@pytest.mark.parametrize(
    ("query", "headers", "status", "code"),
    [
        ("", {"cookie": "sessionid=nonsense"}, 401, "not_authenticated"),
        ("", {"authorization": "Token nonsense"}, 401, "not_authenticated"),
        ("", {"accept-language": "en"}, 401, "not_authenticated"),
        ("after=minus", {}, 400, "bad_parameter"),
        ("after=99999999999999999999", {}, 400, "bad_parameter"),
    ],
)
def test_who_may_not_listen_is_told_why(
    city: Cast, query: str, headers: dict[str, str], status: int, code: str
) -> None:
    said = headers or {"cookie": cookie_of(city, "handler")}

    async def story() -> None:
        async with process() as events, listening(events, query=query, **said) as page:
            await page.until(lambda me: me.ended)
            assert page.status == status
            assert f'"code": "{code}"'.encode() in page.body
            assert (b"Sign in first." in page.body) == ("accept-language" in said)

    run(story())
