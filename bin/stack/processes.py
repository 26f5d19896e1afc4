"""Starting processes that outlive us, and stopping exactly those again.

A record holds the process id with its start time and boot: a recycled process id has another
start time, so it is never mistaken for ours, and never signalled.
"""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from stack.layout import Layout

# What this very process started and has not yet seen the end of.
_children: dict[int, "subprocess.Popen[bytes]"] = {}


@dataclass(frozen=True)
class Running:
    """One started process: `started` in clock ticks since the boot with this id."""

    pid: int
    started: int
    boot: str
    folder: str


class Seen(NamedTuple):
    """What the kernel says of a living process."""

    session: int
    started: int


def start(
    layout: Layout,
    name: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Start a process in a session of its own, its output appended to `<log>/<name>.log`."""
    with (layout.log / f"{name}.log").open("ab") as out:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd or layout.root,
            start_new_session=True,
        )
    _children[process.pid] = process
    remember(layout, name, process.pid)


def remember(layout: Layout, name: str, pid: int) -> None:
    """Write the record of a process that belongs to us."""
    seen = _look(pid)
    if seen is not None:
        record = Running(pid, seen.started, _boot(), _folder_of(pid))
        _record(layout, name).write_text(json.dumps(asdict(record)))


def find(layout: Layout, name: str) -> int | None:
    """The process id under this name, if that very process still runs."""
    running = _recall(layout, name)
    if running is None:
        return None
    _reap(running.pid)
    seen = _look(running.pid)
    same = seen is not None and running.started == seen.started
    return running.pid if same else None


def is_recorded(layout: Layout, name: str) -> bool:
    """Whether a process was started under this name and nobody stopped it since."""
    return _record(layout, name).exists()


def stop(
    layout: Layout, name: str, *, with_signal: int = signal.SIGTERM, timeout_s: float = 20
) -> bool:
    """Stop this process; true if it ran. What ignores the signal is killed in the end."""
    pid, running = find(layout, name), _recall(layout, name)
    if pid is not None:
        os.kill(pid, with_signal)
        _wait(lambda: find(layout, name) is None, timeout_s)
    if running is not None:
        for left_over in _session(running):
            with contextlib.suppress(ProcessLookupError):
                os.kill(left_over, signal.SIGKILL)
        _wait(lambda: not _session(running), 5)
    _record(layout, name).unlink(missing_ok=True)
    return pid is not None


def _wait(over: Callable[[], bool], timeout_s: float) -> None:
    until = time.monotonic() + timeout_s
    while not over() and time.monotonic() < until:
        time.sleep(0.05)


def _session(running: Running) -> list[int]:
    """What is left of the session that this process led: itself, or children that outlived it."""
    leader = _look(running.pid)
    if leader is not None and leader.started != running.started:
        # The kernel gives a number again only when its session is over.
        return []
    pids = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [
        pid
        for pid in pids
        if (seen := _look(pid)) is not None
        and seen.session == running.pid
        and seen.started >= running.started
        and _folder_of(pid) == running.folder
    ]


def _record(layout: Layout, name: str) -> Path:
    return layout.run / f"{name}.pid.json"


def _recall(layout: Layout, name: str) -> Running | None:
    """The record under this name; none from before the last boot."""
    try:
        running = Running(**json.loads(_record(layout, name).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return running if running.boot == _boot() else None


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _folder_of(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return ""


def _look(pid: int) -> Seen | None:
    """Session and start time of a process (proc(5), fields 6 and 22), or None for a dead one."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name in parentheses may hold spaces; the state is the first field after it.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else Seen(int(fields[3]), int(fields[19]))


def _reap(pid: int) -> None:
    """Let a dead child of ours go, so that it does not look alive as a zombie."""
    if pid in _children and _children[pid].poll() is not None:
        del _children[pid]
