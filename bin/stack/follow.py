"""The foreground of bin/up: shows what the servers log, and stops them at Ctrl-C."""

import signal
import time
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
        while all(processes.find(layout, name) for name in servers.NAMES):
            for log in _logs(layout):
                places[log] = _show_new(log, places.get(log, 0))
            time.sleep(0.5)
    except KeyboardInterrupt:
        console.print()
        down.stop_everything(layout)
        return
    _say_what_ended(layout)


def _say_what_ended(layout: Layout) -> None:
    # bin/down removes the records; a server that died by itself leaves its own behind.
    dead = [n for n in servers.NAMES if (layout.run / f"{n}.pid.json").exists()]
    dead = [name for name in dead if processes.find(layout, name) is None]
    if dead:
        down.stop_everything(layout)
        log = layout.log / f"{dead[0]}.log"
        raise troubles.ended(dead[0], log)


def _logs(layout: Layout) -> list[Path]:
    return [path for name in servers.NAMES if (path := layout.log / f"{name}.log").exists()]


def _show_new(log: Path, place: int) -> int:
    with log.open("rb") as lines:
        lines.seek(place)
        for line in lines.read().decode(errors="replace").splitlines():
            console.print(f"{log.stem:>7} │ {line}", markup=False)
        return lines.tell()
