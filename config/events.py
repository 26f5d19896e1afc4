"""Routes of the events process, and its life: the relay runs as long as the process does."""

from io import BytesIO

from django.core.handlers.asgi import ASGIRequest
from django.db import connection

from departments.api.acting import actor_behind
from gis_core.errors import NotFound
from live.api.stream import EventStream, Receive, Scope, Send, refuse
from live.relay import Relay
from live.topics import registry


class Events:
    """An ASGI application with one address, listed in `routes`."""

    def __init__(self) -> None:
        self.relay = Relay(_conninfo())
        self.routes = {"/events/stream": EventStream(self.relay, registry, actor_behind)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        stream = self.routes.get(scope["path"])
        if stream is None or scope["method"] != "GET":
            await refuse(NotFound(what=scope["path"]), ASGIRequest(scope, BytesIO()), send)
        else:
            await stream(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            word = (await receive())["type"]
            if word == "lifespan.startup":
                self.relay.start()
            elif word == "lifespan.shutdown":
                await self.relay.stop()
            await send({"type": f"{word}.complete"})
            if word == "lifespan.shutdown":
                return


def _conninfo() -> dict[str, object]:
    """The database of the settings, as psycopg wants it."""
    said = connection.get_connection_params()
    wanted = ("dbname", "host", "port", "user", "password", "sslmode", "sslrootcert", "options")
    return {name: said[name] for name in wanted if name in said}
