"""Starting processes that outlive us, and stopping exactly those again.

A record holds the process id with its start time and boot: a recycled process id has another
start time, so it is never mistaken for ours, and never signalled.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from stack.layout import Layout

# What this very process started and has not yet seen the end of.
_children: dict[int, "subprocess.Popen[bytes]"] = {}


@dataclass(frozen=True)
class Running:
    """One started process: `started` in clock ticks since the boot with this id."""

    pid: int
    started: int
    boot: str


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
    started = _start_of(pid)
    if started is not None:
        record = Running(pid, started, _boot())
        _record(layout, name).write_text(json.dumps(asdict(record)))


def find(layout: Layout, name: str) -> int | None:
    """The process id under this name, if that very process still runs."""
    try:
        running = Running(**json.loads(_record(layout, name).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    _reap(running.pid)
    same = running.boot == _boot() and running.started == _start_of(running.pid)
    return running.pid if same else None


def is_recorded(layout: Layout, name: str) -> bool:
    """Whether a process was started under this name and nobody stopped it since."""
    return _record(layout, name).exists()


def stop(
    layout: Layout, name: str, *, with_signal: int = signal.SIGTERM, timeout_s: float = 20
) -> bool:
    """Stop this process; true if it ran. What ignores the signal is killed in the end."""
    pid = find(layout, name)
    if pid is not None:
        os.kill(pid, with_signal)
        _wait_for_end(layout, name, timeout_s)
        if find(layout, name) is not None:
            # It leads a session of its own, so its children go with it.
            os.killpg(pid, signal.SIGKILL)
            _wait_for_end(layout, name, 5)
    _record(layout, name).unlink(missing_ok=True)
    return pid is not None


def _wait_for_end(layout: Layout, name: str, timeout_s: float) -> None:
    until = time.monotonic() + timeout_s
    while find(layout, name) is not None and time.monotonic() < until:
        time.sleep(0.05)


def _record(layout: Layout, name: str) -> Path:
    return layout.run / f"{name}.pid.json"


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _start_of(pid: int) -> int | None:
    """Start time in clock ticks since boot (proc(5), field 22), or None for a dead process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name in parentheses may hold spaces; the state is the first field after it.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else int(fields[19])


def _reap(pid: int) -> None:
    """Let a dead child of ours go, so that it does not look alive as a zombie."""
    if pid in _children and _children[pid].poll() is not None:
        del _children[pid]
