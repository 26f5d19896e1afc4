"""bin/up: from a virtual environment to a running city."""

import argparse
import os
import shutil
import sys
from dataclasses import dataclass

from stack import cluster as clusters
from stack import database, follow, processes, servers, troubles, web
from stack.city import load_city, show_accounts
from stack.layout import Layout, find_layout, is_free
from stack.say import Trouble, console, report, step
from stack.site import Site

# What a cluster with the demo city grows to, with room to work (GB).
DISK_GB = {"small": 3, "full": 12}


@dataclass(frozen=True)
class Options:
    """What the caller asked for."""

    detach: bool
    host: str
    port: int
    scale: str


def parse(arguments: list[str]) -> Options:
    """Read the arguments, which bin/up has already checked."""
    parser = argparse.ArgumentParser(prog="bin/up", add_help=False)
    parser.add_argument("--detach", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--scale", choices=list(DISK_GB), default="small")
    return Options(**vars(parser.parse_args(arguments)))


def check_first(layout: Layout, options: Options) -> None:
    """What would fail later is said now, before anything is made."""
    ours = processes.find(layout, "nginx") is not None
    if not is_free(0, options.host):
        raise troubles.no_such_address(options.host)
    if not ours and not is_free(options.port, options.host):
        raise troubles.port_in_use(options.host, options.port)
    needed = DISK_GB[options.scale]
    free = shutil.disk_usage(layout.var).free / 1e9
    if not (layout.var / "pg").exists() and free < needed:
        raise troubles.disk_full(layout.var, free, needed)


def open_database(layout: Layout) -> str:
    """Start our own cluster, or check DATABASE_URL's server; returns Django's address."""
    given = os.environ.get("DATABASE_URL")
    if given:
        with step("数据库服务器 database server (DATABASE_URL)"):
            return database.accept(given)
    own = clusters.Cluster(layout, "pg", durable=True)
    with step("数据库 database (PostgreSQL, PostGIS)"):
        clusters.create(own)
        return database.prepare(own, clusters.start(own))


def bring_up(options: Options) -> None:
    """Everything between the virtual environment and a city that answers."""
    layout = find_layout()
    check_first(layout, options)
    web.build(layout)
    web.fetch_sources(layout)
    url = open_database(layout)
    database.check_promises(url)
    site = Site(layout, options.host, options.port, url)
    load_city(site, options.scale)
    if not servers.run_already(site):
        start_servers(site)
    greet(site)
    if not options.detach:
        release_lock()
        follow.until_interrupted(layout)


def start_servers(site: Site) -> None:
    """Start the five processes, in the place of those of an earlier bin/up; all or none."""
    with step("启动 servers (nginx, web, events, worker)"):
        servers.stop(site.layout)
        try:
            servers.start(site)
        except BaseException:
            servers.stop(site.layout)
            raise


def greet(site: Site) -> None:
    """Print the address and the demo accounts."""
    console.print(f"\n网格已启动 Wangge is up: [bold]{site.origin}[/bold]\n")
    show_accounts(site)
    console.print("\n停止 to stop: bin/down")


def release_lock() -> None:
    """Let another bin/up in: from here on this process only shows logs."""
    descriptor = os.environ.pop("WANGGE_LOCK_FD", None)
    if descriptor:
        os.close(int(descriptor))


def main() -> int:
    """Exit code of bin/up."""
    try:
        bring_up(parse(sys.argv[1:]))
    except Trouble as trouble:
        report(trouble)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
