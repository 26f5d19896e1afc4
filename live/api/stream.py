"""GET /events/stream: server-sent events over plain ASGI, one coroutine a listener.

No thread and no database connection is held between two batches: a batch borrows one of a few
threads. Who is listening, and what they may see, is read again for every batch.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import Any, Final, TypeVar

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections
from django.http import HttpRequest

from gis_core.actor import ANYONE, Actor
from gis_core.errors import DomainError
from gis_core.http import PROBLEM_JSON, problem_of
from gis_core.params import whole
from live.api import sse
from live.errors import SignInFirst, TooManyListeners
from live.reading import Batch, is_resumable, latest, next_batch
from live.relay import Relay
from live.topics import TopicRegistry

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
T = TypeVar("T")

KEEP_ALIVE_S: Final = 15.0
"""A quiet stream speaks this often, so that no proxy cuts it and a lost notice costs no more."""

PACE_S: Final = 0.25
"""Least time between two batches of one listener: a burst of cases becomes one batch."""

LISTENERS_LIMIT: Final = 1000
DATABASE_THREADS: Final = 4
LARGEST_NUMBER: Final = 2**53

HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class EventStream:
    """The stream's ASGI application.

    Args:
        relay: wakes it when there is something new.
        topics: what may be sent to whom.
        actor_behind: who sends a request with these cookies and headers, asked again and again.
    """

    def __init__(
        self, relay: Relay, topics: TopicRegistry, actor_behind: Callable[[HttpRequest], Actor]
    ) -> None:
        self._relay = relay
        self._topics = topics
        self._actor_behind = actor_behind
        self._threads = ThreadPoolExecutor(DATABASE_THREADS, "live")
        self._listeners = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = ASGIRequest(scope, BytesIO())
        self._relay.start()
        try:
            position = await self._database(partial(self.begin, request))
        except DomainError as error:
            await refuse(error, request, send)
            return
        self._listeners += 1
        try:
            await self._until_gone(self._speak(request, position, send), receive)
        finally:
            self._listeners -= 1

    def begin(self, request: HttpRequest) -> tuple[int, bool]:
        """Where to begin, and whether the listener missed something for good.

        Raises SignInFirst, BadParameter or TooManyListeners.
        """
        if self._listeners >= LISTENERS_LIMIT:
            raise TooManyListeners(limit=LISTENERS_LIMIT)
        if self._actor_behind(request) == ANYONE:
            raise SignInFirst
        # On reconnecting the browser repeats the address and adds the newer number as a header.
        said = request.headers.get("Last-Event-ID") or request.GET.get("after")
        if not said:
            return latest(), False
        after = whole({"after": said}, "after", default=0, low=0, high=LARGEST_NUMBER)
        return (after, False) if is_resumable(after) else (latest(), True)

    async def _speak(self, request: HttpRequest, start: tuple[int, bool], send: Send) -> None:
        position, missed = start
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await say(send, sse.reset(position) if missed else sse.keep_alive(position))
        while True:
            heard = self._relay.count
            batch = await self._database(partial(self._batch, request, position))
            if batch is None:
                break
            if batch.rows:
                await say(send, b"".join(map(sse.news, batch.rows)))
            position = batch.position
            await asyncio.sleep(PACE_S)
            if not batch.is_full and not await self._relay.news(heard, KEEP_ALIVE_S):
                await say(send, sse.keep_alive(position))
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _batch(self, request: HttpRequest, after: int) -> Batch | None:
        """The next rows; None once the listener has signed out or lost their account."""
        actor = self._actor_behind(request)
        return None if actor == ANYONE else next_batch(actor, after, self._topics)

    async def _database(self, read: Callable[[], T]) -> T:
        def borrowed() -> T:
            close_old_connections()
            try:
                return read()
            finally:
                close_old_connections()

        return await sync_to_async(borrowed, thread_sensitive=False, executor=self._threads)()

    async def _until_gone(self, speaking: Awaitable[None], receive: Receive) -> None:
        """Speak until the listener hangs up, or until there is nothing more to say to them."""
        speak = asyncio.ensure_future(speaking)
        gone = asyncio.ensure_future(_hung_up(receive))
        try:
            await asyncio.wait({speak, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (speak, gone):
                task.cancel()
            await asyncio.gather(speak, gone, return_exceptions=True)


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def refuse(error: DomainError, request: HttpRequest, send: Send) -> None:
    """Answer with the problem document."""
    body = json.dumps(problem_of(error, request), ensure_ascii=False).encode()
    headers = [(b"content-type", PROBLEM_JSON.encode()), (b"cache-control", b"no-store")]
    start = {"type": "http.response.start", "status": int(error.status), "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": False})
