"""Server-sent events: in order, none lost, and only to those who may see it when it is sent."""

import asyncio
from datetime import timedelta
from threading import Event

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.models import DeviceToken
from departments.models import Membership
from tests.factories import Cast
from tests.live.listening import (
    ALSO_MINE,
    MINE,
    THEIRS,
    TOPIC,
    cookie_of,
    in_thread,
    listening,
    numbers_heard,
    process,
    run,
    tell,
)


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
