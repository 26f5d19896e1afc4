"""Listeners and writers for tests: they drive the events process's ASGI application as a server
would, beside a database in which things are committed."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from config.events import Events
from live.outbox import publish
from tests.factories import Cast

PATIENCE_S = 10

TOPIC = "test"
MINE, THEIRS, ALSO_MINE = "yuhu-unit", "yuetang-unit", "water"
"""Organisations that news is about: the handler's, another's, and a second one of `both`."""


@dataclass
class Listener:
    """What one listener has heard so far."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    ended: bool = False
    heard: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def send(self, message: dict[str, Any]) -> None:
        async with self.heard:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
            else:
                self.body += message["body"]
                self.ended = not message["more_body"]
            self.heard.notify_all()

    async def until(self, happened: Callable[["Listener"], Any]) -> Any:
        async with asyncio.timeout(PATIENCE_S), self.heard:
            return await self.heard.wait_for(lambda: happened(self))

    async def events(self, count: int) -> list[dict[str, Any]]:
        """Wait for so many events; return their data, with the event's name as `event`."""
        await self.until(lambda me: len(me.parsed()) >= count)
        return self.parsed()

    async def open(self) -> None:
        await self.until(lambda me: b"\n\n" in me.body)

    def parsed(self) -> list[dict[str, Any]]:
        blocks = [block.splitlines() for block in self.body.decode().split("\n\n")]
        said = [dict(line.split(": ", 1) for line in block if ": " in line) for block in blocks]
        return [json.loads(b["data"]) | {"event": b["event"]} for b in said if "data" in b]

    @property
    def last_id(self) -> str:
        return [line for line in self.body.decode().splitlines() if line.startswith("id: ")][-1][4:]


@asynccontextmanager
async def listening(
    events: Events, *, query: str = "", method: str = "GET", **headers: str
) -> AsyncIterator[Listener]:
    """Hang on to /events/stream for the length of the block."""
    listener, gone = Listener(), asyncio.Event()

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": method,
        "path": "/events/stream",
        "query_string": query.encode(),
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }
    call: Awaitable[None] = events(scope, receive, listener.send)
    task = asyncio.ensure_future(call)
    try:
        await listener.until(lambda me: me.status)
        yield listener
    finally:
        gone.set()
        await asyncio.wait_for(task, PATIENCE_S)


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
