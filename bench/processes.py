"""Servers of a benchmark: each in a process group of its own, on a loopback port, never outliving
the block that started it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

ROOT: Final = Path(__file__).resolve().parents[1]


@contextmanager
def running(
    command: list[str],
    env: Mapping[str, str],
    *,
    name: str,
    answers: Callable[[], bool],
    stdin: int | None = None,
    heeds_sigterm: bool = True,
) -> Iterator[int]:
    """Run a server until the block ends; gives its process id, which leads its session.

    `answers` asks it for something; an OSError says that it does not listen yet. `stdin` is the
    socket that a FastCGI program takes its requests from.
    """
    with TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(env),
            stdin=stdin,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait(process, log, name, answers)
            yield process.pid
        finally:
            _stop(process, (signal.SIGTERM, signal.SIGKILL) if heeds_sigterm else (signal.SIGKILL,))


def granian(
    port: int, *, python: str = sys.executable, application: str = "config.wsgi:application"
) -> list[str]:
    """Return the command of our web server as bin/up starts it."""
    words = ["-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4"]
    words += ["--host", "127.0.0.1", "--port", str(port), "--no-ws", "--log-level", "warning"]
    return [python, *words, application]


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait(
    process: subprocess.Popen[bytes],
    log: IO[bytes],
    name: str,
    answers: Callable[[], bool],
    timeout_s: float = 60,
) -> None:
    """Wait until it answers; raise with the server's own words where it does not."""
    until = time.monotonic() + timeout_s
    while time.monotonic() < until and process.poll() is None:
        try:
            if answers():
                return
        except OSError:
            time.sleep(0.2)
    log.seek(0)
    raise RuntimeError(f"{name} did not start:\n{log.read().decode(errors='replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes], signals: tuple[signal.Signals, ...]) -> None:
    for with_signal in signals:
        try:
            os.killpg(process.pid, with_signal)
            process.wait(timeout=10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
