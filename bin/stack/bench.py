"""bin/bench NAME: one benchmark on a cluster of its own, durable as in a running city."""

import os
import subprocess
import sys
from pathlib import Path

from stack import cluster as clusters
from stack import database, settings_of, web
from stack.layout import Layout, find_layout
from stack.say import Trouble, report, run_logged, step
from stack.stamps import digest, done, is_done

NO_PEERS = Trouble(
    "对比软件下载失败：请检查网络或代理",
    "The peers of this benchmark could not be fetched: check the network or proxy",
)


def peers_python(layout: Layout, name: str) -> str:
    """The interpreter with the peers of bench/<name>.requirements.txt; empty without any."""
    wanted = layout.root / "bench" / f"{name}.requirements.txt"
    if not wanted.exists():
        return ""
    home = layout.var / "bench" / name
    stamp = home / ".wangge-peers"
    state = digest([wanted])
    if not is_done(stamp, state):
        uv = os.environ["UV"]
        with step("对比软件 peers"):
            log = layout.log / "peers.log"
            make = [uv, "venv", "--clear", "--python", str(layout.python), str(home)]
            run_logged(make, log=log, trouble=NO_PEERS)
            python = str(home / "bin" / "python")
            fill = [uv, "pip", "install", "--python", python, "-r", str(wanted)]
            run_logged(fill, log=log, trouble=NO_PEERS)
        done(stamp, state)
    return str(home / "bin" / "python")


def run(layout: Layout, script: Path, arguments: list[str]) -> int:
    """Start the cluster, run the script, stop the cluster; returns the script's exit code."""
    own = clusters.Cluster(layout, "bench-pg", durable=True)
    peers = peers_python(layout, script.stem)
    with step("测试数据库 benchmark database (own cluster, fsync on)"):
        clusters.create(own)
        port = clusters.start(own)
        url = database.prepare(own, port)
        database.allow_copies(own, port)
    results = layout.root / "bench" / "results"
    results.mkdir(exist_ok=True)
    env = {
        **settings_of.platform(layout, url),
        # A benchmark may run the platform as bin/up does, by what stands in bin/stack.
        "PYTHONPATH": f"{layout.root}{os.pathsep}{layout.root / 'bin'}",
        "WANGGE_BENCH_PEERS": peers,
        "WANGGE_BENCH_RESULTS": str(results),
        "WANGGE_BENCH_ADMIN_URL": own.url("postgres", port),
    }
    try:
        # As a module: its folder must not be searched first, where a bench is named like a room.
        command = [str(layout.python), "-m", f"bench.{script.stem}", *arguments]
        return subprocess.run(command, cwd=layout.root, env=env, check=False).returncode
    finally:
        clusters.stop(own)


def main() -> int:
    """Exit code of bin/bench."""
    layout = find_layout("bench")
    script = layout.root / "bench" / f"{sys.argv[1].replace('-', '_')}.py"
    try:
        if not script.exists():
            runs = (p for p in script.parent.glob("[a-z]*.py") if "\nif __name__" in p.read_text())
            there = ", ".join(sorted(p.stem for p in runs))
            raise Trouble(
                f"没有 {script.name}：现有 {there}。", f"No {script.name}; there is {there}."
            )
        web.fetch_sources(layout)
        return run(layout, script, sys.argv[2:])
    except Trouble as trouble:
        report(trouble)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
