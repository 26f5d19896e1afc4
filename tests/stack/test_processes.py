"""Only what we started is ever stopped."""

import json
import os
import signal
import subprocess
from pathlib import Path

from stack import processes
from stack.layout import Layout

SLEEP = ["sleep", "600"]


def test_what_was_started_is_found_and_stopped(layout: Layout) -> None:
    processes.start(layout, "nap", SLEEP)
    pid = processes.find(layout, "nap")
    assert pid is not None
    assert processes.stop(layout, "nap")
    assert processes.find(layout, "nap") is None
    assert not Path(f"/proc/{pid}").exists()


def test_a_process_that_ignores_the_signal_is_killed_with_its_children(layout: Layout) -> None:
    stubborn = "trap '' TERM; sleep 601 & echo $!; wait; wait"
    processes.start(layout, "stubborn", ["bash", "-c", stubborn])
    log = layout.log / "stubborn.log"
    while not log.read_text().strip():
        pass
    child = int(log.read_text())
    assert processes.stop(layout, "stubborn", timeout_s=0.3)
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] in "ZX"


def test_children_that_outlived_their_leader_are_stopped_too(layout: Layout) -> None:
    processes.start(layout, "leader", ["bash", "-c", "sleep 602 & echo $!; wait"])
    log = layout.log / "leader.log"
    while not log.read_text().strip():
        pass
    child = Path(f"/proc/{int(log.read_text())}/stat")
    leader = processes.find(layout, "leader")
    assert leader is not None
    os.kill(leader, signal.SIGKILL)
    while processes.find(layout, "leader") is not None:
        pass
    assert not processes.stop(layout, "leader")
    assert not child.exists() or child.read_text().rpartition(")")[2].split()[0] in "ZX"


def test_a_recycled_process_id_is_never_stopped(layout: Layout) -> None:
    with subprocess.Popen(SLEEP, cwd=layout.root, start_new_session=True) as stranger:
        processes.remember(layout, "nap", stranger.pid)
        record = layout.run / "nap.pid.json"
        known = json.loads(record.read_text())
        record.write_text(json.dumps({**known, "started": known["started"] - 1}))
        assert not processes.stop(layout, "nap")
        assert stranger.poll() is None
        stranger.kill()


def test_a_record_from_before_the_last_boot_names_nobody(layout: Layout) -> None:
    with subprocess.Popen(SLEEP) as stranger:
        processes.remember(layout, "nap", stranger.pid)
        record = layout.run / "nap.pid.json"
        record.write_text(json.dumps({**json.loads(record.read_text()), "boot": "another"}))
        assert processes.find(layout, "nap") is None
        stranger.kill()


def test_a_process_that_ended_by_itself_is_not_running(layout: Layout) -> None:
    processes.start(layout, "brief", ["true"])
    while processes.find(layout, "brief") is not None:
        pass
    assert not processes.stop(layout, "brief")
