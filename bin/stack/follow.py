"""The foreground of bin/up: shows what the servers log, and stops them at Ctrl-C."""

import fcntl
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from stack import down, processes, servers, troubles
from stack.layout import Layout
from stack.say import console


def until_interrupted(layout: Layout) -> None:
    """Follow the logs until Ctrl-C or a stop by bin/down; a server that dies is a Trouble."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console.print("日志 logs (Ctrl-C 停止 stops):")
    places = {log: log.stat().st_size for log in _logs(layout)}
    try:
        while _all_run(layout) or _were_restarted(layout):
            for log in _logs(layout):
                places[log] = _show_new(log, places.get(log, 0))
            time.sleep(0.5)
    except KeyboardInterrupt:
        console.print()
        with alone(layout):
            down.stop_everything(layout)


def _all_run(layout: Layout) -> bool:
    return all(processes.find(layout, name) for name in servers.NAMES)


def _were_restarted(layout: Layout) -> bool:
    """Whether another bin/up did it; bin/down leaves no records, a server that died its own."""
    with alone(layout):
        if _all_run(layout):
            return True
        dead = [name for name in servers.NAMES if processes.is_recorded(layout, name)]
        dead = [name for name in dead if processes.find(layout, name) is None]
        if dead:
            down.stop_everything(layout)
            raise troubles.ended(dead[0], layout.log / f"{dead[0]}.log")
    return False


@contextmanager
def alone(layout: Layout) -> Generator[None]:
    """Wait until no bin/up or bin/down of this checkout is at work, and keep others waiting."""
    with (layout.run / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _logs(layout: Layout) -> list[Path]:
    return [path for name in servers.NAMES if (path := layout.log / f"{name}.log").exists()]


def _show_new(log: Path, place: int) -> int:
    with log.open("rb") as lines:
        lines.seek(place)
        for line in lines.read().decode(errors="replace").splitlines():
            console.print(f"{log.stem:>7} │ {line}", markup=False)
        return lines.tell()
