"""Clients that ask as fast as they are answered, and what they saw."""

from __future__ import annotations

import http.client
import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

import psycopg

from bench.tile_race.servers import SAME_CONNECTION, Server
from gis_core.tile import TileAddress

Answer = tuple[int, int]
"""Status and bytes of a tile."""
WARMING, WARMING_S = 12, 0.2
"""So often, and so long, a connection runs the statement before: by then its plan is settled."""
CUT_OFF = 0
"""Stands for the status where the server hung up: counted as refused."""
Client = tuple[Callable[[TileAddress], Answer], Callable[[], None]]
"""How to ask for a tile, and how to hang up."""
OpenClient = Callable[[], Client]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What `clients` clients saw. Times are milliseconds from the request to the last byte."""

    who: str
    zoom: int
    clients: int
    encoding: str
    tiles: int
    refused: int
    seconds: float
    tiles_per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    bytes_per_tile: int

    def line(self) -> str:
        refused = f"  {self.refused} refused" if self.refused else ""
        return (
            f"  z{self.zoom:<2} {self.clients} client{'s' if self.clients > 1 else ' '} "
            f"{self.who:<10} {self.encoding:<8} {self.tiles_per_s:9.2f} tiles/s"
            f"  p50 {self.p50_ms:8.1f} ms  p99 {self.p99_ms:8.1f} ms"
            f"  {self.bytes_per_tile:10,} B/tile{refused}"
        )

    def as_json(self) -> dict[str, Any]:
        return {k: round(v, 3) if isinstance(v, float) else v for k, v in asdict(self).items()}


def race_http(
    server: Server, tiles: list[TileAddress], *, clients: int, encoding: str, at_most_s: float
) -> Figures:
    """Ask for every tile once, by so many clients at once, each on one kept connection."""

    def open_client() -> Client:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        headers = {**server.headers, "Accept-Encoding": encoding}

        def ask(at: TileAddress) -> Answer:
            try:
                connection.request("GET", server.tile(at), headers=headers)
                answer = connection.getresponse()
                return answer.status, len(answer.read())
            except (http.client.HTTPException, OSError):
                connection.close()  # and opened again by the next request
                return CUT_OFF, 0

        return ask, connection.close

    race = _Race(tiles, at_most_s)
    seconds = race.run(open_client, clients)
    return _figures(server.name, encoding, tiles[0].z, clients, race.seen, seconds)


def race_sql(
    statement: str, url: str, tiles: list[TileAddress], *, clients: int, at_most_s: float
) -> Figures:
    """Run a statement with %(z)s, %(x)s and %(y)s once for every tile: no server, no HTTP.

    On connections that have run it before.
    """
    options = " ".join(f"-c {name}={value}" for name, value in SAME_CONNECTION.items())

    def open_client() -> Client:
        connection = psycopg.connect(url, autocommit=True, options=options)

        def ask(at: TileAddress) -> Answer:
            place = {"z": at.z, "x": at.x, "y": at.y}
            (body,) = connection.execute(statement, place, binary=True).fetchone() or (b"",)
            return 200, len(body)

        # As with a server, whose connections have long known the tables and the statement.
        enough = perf_counter() + WARMING_S
        for _ in range(WARMING):
            if perf_counter() < enough:
                ask(tiles[0])
        return ask, connection.close

    race = _Race(tiles, at_most_s)
    seconds = race.run(open_client, clients)
    return _figures("bare SQL", "none", tiles[0].z, clients, race.seen, seconds)


class _Race:
    """A number of clients that take tiles from one list until it is empty or time is over."""

    def __init__(self, tiles: Iterable[TileAddress], at_most_s: float) -> None:
        self.waiting: queue.SimpleQueue[TileAddress] = queue.SimpleQueue()
        for tile in tiles:
            self.waiting.put(tile)
        self.at_most_s = at_most_s
        self.seen: list[tuple[float, Answer]] = []
        self.failures: list[BaseException] = []
        self.began = 0.0

    def run(self, open_client: OpenClient, clients: int) -> float:
        """Return the seconds from the first request, when all are ready, to the last answer."""
        ready = threading.Barrier(clients, action=self._begin)
        threads = [
            threading.Thread(target=self._work, args=(open_client, ready)) for _ in range(clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.failures:
            raise self.failures[0]
        return perf_counter() - self.began

    def _begin(self) -> None:
        self.began = perf_counter()

    def _work(self, open_client: OpenClient, ready: threading.Barrier) -> None:
        hang_up: Callable[[], object] = list
        try:
            ask, hang_up = open_client()
            ready.wait()
            while perf_counter() < self.began + self.at_most_s:
                at = self.waiting.get_nowait()
                asked = perf_counter()
                answer = ask(at)
                self.seen.append((perf_counter() - asked, answer))
        except queue.Empty:
            pass
        except Exception as error:  # noqa: BLE001 - raised again by `run`, in its own thread
            self.failures.append(error)
            ready.abort()
        finally:
            hang_up()


def _figures(
    who: str,
    encoding: str,
    zoom: int,
    clients: int,
    seen: list[tuple[float, Answer]],
    seconds: float,
) -> Figures:
    given = [(took, size) for took, (status, size) in seen if status in (200, 204)]
    times = sorted(took for took, _ in given) or [0.0]
    return Figures(
        who=who,
        zoom=zoom,
        clients=clients,
        encoding=encoding,
        tiles=len(given),
        refused=len(seen) - len(given),
        seconds=seconds,
        tiles_per_s=len(given) / seconds,
        p50_ms=1000 * times[len(times) // 2],
        p95_ms=1000 * times[min(len(times) - 1, int(0.95 * len(times)))],
        p99_ms=1000 * times[min(len(times) - 1, int(0.99 * len(times)))],
        bytes_per_tile=sum(size for _, size in given) // max(1, len(given)),
    )
