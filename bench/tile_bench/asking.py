"""Asking one server again and again: cold, warm, unchanged."""

from __future__ import annotations

import http.client
import threading
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

from bench.tile_race.servers import Server
from gis_core.tile import TileAddress


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What so many clients saw of one way of asking; milliseconds to the last byte."""

    who: str
    what: str
    zoom: int
    clients: int
    answered: int
    refused: int
    per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    bytes_per_tile: int

    def line(self) -> str:
        refused = f"  {self.refused} refused" if self.refused else ""
        return (
            f"  z{self.zoom:<2} {self.clients:>2} clients {self.who:<20} {self.what:<24}"
            f" {self.per_s:8.1f}/s  p50 {self.p50_ms:7.1f}  p95 {self.p95_ms:7.1f}"
            f"  p99 {self.p99_ms:7.1f} ms  {self.bytes_per_tile:9,} B{refused}"
        )

    def as_json(self) -> dict[str, Any]:
        return {k: round(v, 2) if isinstance(v, float) else v for k, v in asdict(self).items()}


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A server, its query string, and the tags that are sent along (none: cold or warm)."""

    server: Server
    what: str
    query: str = ""
    tags: dict[TileAddress, str] | None = None
    encoding: str = "gzip"

    def path(self, at: TileAddress) -> str:
        return self.server.tile(at) + (f"&{self.query}" if self.query else "")

    def run(
        self,
        tiles: list[TileAddress],
        *,
        clients: int,
        at_most_s: float,
        seen: dict[TileAddress, str] | None = None,
    ) -> Answers:
        """Ask for the tiles in turn, each client taking the next; note tags in `seen`."""
        waiting, lock = iter(tiles), threading.Lock()
        took: list[tuple[float, int, int]] = []
        until = perf_counter() + at_most_s

        def work() -> None:
            line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
            while perf_counter() < until:
                with lock:
                    at = next(waiting, None)
                if at is None:
                    break
                began = perf_counter()
                line.request("GET", self.path(at), headers=self._headers(at))
                answer = line.getresponse()
                size = len(answer.read())
                took.append((perf_counter() - began, answer.status, size))
                if seen is not None and answer.headers["ETag"]:
                    seen[at] = answer.headers["ETag"]
            line.close()

        began = perf_counter()
        threads = [threading.Thread(target=work) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self._answers(tiles[0].z, clients, took, perf_counter() - began)

    def _headers(self, at: TileAddress) -> dict[str, str]:
        tag = {"If-None-Match": self.tags.get(at, "")} if self.tags is not None else {}
        return {**self.server.headers, "Accept-Encoding": self.encoding, **tag}

    def _answers(
        self, zoom: int, clients: int, took: list[tuple[float, int, int]], seconds: float
    ) -> Answers:
        good = (304,) if self.tags is not None else (200, 204)
        times = sorted(1000 * time for time, status, _ in took if status in good) or [0.0]
        sizes = [size for _, status, size in took if status in good]
        return Answers(
            who=self.server.name,
            what=self.what,
            zoom=zoom,
            clients=clients,
            answered=len(sizes),
            refused=len(took) - len(sizes),
            per_s=len(sizes) / seconds,
            p50_ms=times[len(times) // 2],
            p95_ms=times[min(len(times) - 1, int(0.95 * len(times)))],
            p99_ms=times[min(len(times) - 1, int(0.99 * len(times)))],
            bytes_per_tile=sum(sizes) // max(1, len(sizes)),
        )
