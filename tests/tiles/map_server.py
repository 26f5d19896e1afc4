"""Somebody else's map server, as good or as bad as its address says."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from PIL import Image

SECRET: Final = "s3cret/key+1"


def picture(kind: str = "PNG", colour: str = "steelblue") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(kept, kind)
    return kept.getvalue()


class MapServer(ThreadingHTTPServer):
    """Keeps the paths that it was asked for; `/good/…` gives a picture."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[str] = []

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: MapServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        manner = self.path.split("/")[1]
        getattr(self, f"_{manner}", self._missing)()

    def log_message(self, *args: Any) -> None:
        """Say nothing on the terminal."""

    def _give(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _good(self) -> None:
        self._give(picture(), "image/png", Set_Cookie="who=you", Server="theirs")

    def _jpeg(self) -> None:
        self._give(picture("JPEG"), "image/jpg")

    def _webp(self) -> None:
        self._give(picture("WEBP"), "image/webp")

    def _html(self) -> None:
        self._give(b"<html><script>alert(1)</script>", "text/html")

    def _liar(self) -> None:
        self._give(b"<svg onload='alert(1)'/>", "image/png")

    def _away(self) -> None:
        self._give(b"", "image/png", 302, Location=f"{self.server.root}/good/secret")

    def _huge(self) -> None:
        self._give(picture() + bytes(2_000_000), "image/png")

    def _broken(self) -> None:
        self._give(b"key is over its quota", "text/plain", 403)

    def _missing(self) -> None:
        self._give(b"", "text/plain", 404)

    def _hang(self) -> None:
        time.sleep(5)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        for _ in range(60):
            try:
                self.wfile.write(b"\x89")
                time.sleep(0.1)
            except OSError:
                return


@contextmanager
def map_server() -> Iterator[MapServer]:
    server = MapServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
