"""The clients: kept-alive connections in one process of their own, their requests made before.

Nothing is done between an answer and the next request but to look at its status, so that the two
cores are the servers' as far as they can be.
"""

from __future__ import annotations

import json
import selectors
import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import Any, Final

_END: Final = b"\r\n\r\n"
_LAST_CHUNK: Final = b"\r\n0\r\n\r\n"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the clients saw: answers that were 201 with a cell, the first of the others, times."""

    accepted: int
    others: tuple[str, ...]
    seconds: float
    client_cpu_s: float
    times_ms: tuple[float, ...]


def request_of(case_id: object, body: dict[str, Any], headers: dict[str, str]) -> bytes:
    """Return the bytes of one PUT of a report."""
    content = json.dumps(body, ensure_ascii=False).encode()
    told = {"Host": "127.0.0.1", "Content-Type": "application/json", **headers}
    lines = [f"PUT /api/v1/cases/{case_id} HTTP/1.1", *(f"{k}: {v}" for k, v in told.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(content)}", "", ""]).encode() + content


def send_all(port: int, requests: Sequence[bytes], *, clients: int) -> Seen:
    """Send every request once, by so many clients at once, from another process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        return elsewhere.submit(_race, port, list(requests), clients).result()


def _race(port: int, requests: list[bytes], clients: int) -> Seen:
    waiting = iter(requests)
    with selectors.DefaultSelector() as selector:
        open_ones = [_Client(port, selector) for _ in range(clients)]
        began, cpu = perf_counter(), process_time()
        busy = sum(client.send(waiting) for client in open_ones)
        times: list[float] = []
        others: list[str] = []
        while busy:
            for key, _ in selector.select():
                client: _Client = key.data
                if not client.read():
                    continue
                times.append(1000 * (perf_counter() - client.asked))
                if not client.is_accepted():
                    others.append(client.answer.decode(errors="replace"))
                busy -= not client.send(waiting)
        seconds, cpu = perf_counter() - began, process_time() - cpu
    return Seen(
        accepted=len(requests) - len(others),
        others=tuple(others[:3]),
        seconds=seconds,
        client_cpu_s=cpu,
        times_ms=tuple(sorted(times)),
    )


class _Client:
    """One kept connection: at most one request is on its way."""

    def __init__(self, port: int, selector: selectors.BaseSelector) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(self.socket, selectors.EVENT_READ, self)
        self.answer, self.asked = b"", 0.0

    def send(self, waiting: Iterator[bytes]) -> bool:
        """Send the next request; False where there is none left."""
        request = next(waiting, None)
        if request is not None:
            self.answer, self.asked = b"", perf_counter()
            self.socket.sendall(request)
        return request is not None

    def read(self) -> bool:
        """Take what has come; True where the answer is whole."""
        came = self.socket.recv(65536)
        if not came:
            raise ConnectionError(f"the server hung up after {self.answer[:200]!r}")
        self.answer += came
        head, _, body = self.answer.partition(_END)
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]
        # Without our middleware nobody states the length, and the server sends in chunks.
        return len(body) >= int(length) if length else self.answer.endswith(_LAST_CHUNK)

    def is_accepted(self) -> bool:
        return self.answer.startswith(b"HTTP/1.1 201") and b'"cell":"' in self.answer
