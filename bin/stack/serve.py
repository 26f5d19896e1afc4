"""One process in the foreground, for docker/: `python -m stack.serve NAME`.

Names: `database`, `set-up` (ends when the city is there), `web`, `events`, `worker`, `nginx`.
The steps are bin/up's own; only who starts them differs.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

import psycopg

from stack import cluster as clusters
from stack import database
from stack.city import load_city, show_accounts
from stack.layout import Layout, find_layout
from stack.say import Trouble, report
from stack.site import Inner, Site, commands, environment

DATABASE_PORT = 5432
ALL = "0.0.0.0"  # noqa: S104  (a container's own network, not the machine's)


def serve_database(layout: Layout) -> None:
    """Become PostgreSQL, for the containers of the same network."""
    own = _cluster(layout)
    if not own.data.exists():
        clusters.create(own)
        with (own.data / "pg_hba.conf").open("a") as rules:
            rules.write("host all all samenet scram-sha-256\n")
    become(clusters.server_command(own, DATABASE_PORT, ALL), dict(os.environ), Path("/"))


def set_up(layout: Layout) -> None:
    """Make the database, migrate, load the demo city once, print its accounts."""
    given = os.environ.get("DATABASE_URL")
    site = site_of(layout)
    if given:
        database.accept(given)
    else:
        database.prepare(_cluster(layout), DATABASE_PORT)
    database.check_promises(site.database_url)
    load_city(site, os.environ.get("WANGGE_SCALE", "small"))
    show_accounts(site)


def site_of(layout: Layout) -> Site:
    """The site that the containers form together."""
    given = os.environ.get("DATABASE_URL")
    url = given or database.address(_cluster(layout), DATABASE_PORT)
    return Site(layout, ALL, 8080, database.for_django(url))


def _cluster(layout: Layout) -> clusters.Cluster:
    volume = layout.var / "pg-home"
    return clusters.Cluster(layout, "pg", durable=True, host="database", volume=volume)


def is_database_ready(layout: Layout) -> bool:
    """Whether the database answers, for the container's health check."""
    own = replace(_cluster(layout), host="127.0.0.1")
    try:
        psycopg.connect(own.url("postgres", DATABASE_PORT), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def serve(layout: Layout, name: str) -> None:
    """Become one of a site's five processes."""
    behind_nginx = name == "nginx"
    hosts = ("web", "events", "tiles") if behind_nginx else (ALL, ALL, ALL)
    inner = Inner(*(f"{host}:8000" for host in hosts))
    site = site_of(layout)
    become(commands(site, inner)[name], environment(site), layout.root)


def become(command: list[str], env: dict[str, str], folder: Path) -> None:
    """Replace this process, so that signals reach the server itself."""
    os.chdir(folder)
    os.execvpe(command[0], command, env)  # noqa: S606


def main() -> int:
    """Exit code for a name that is not served, or whose start failed."""
    layout, name = find_layout(), sys.argv[1]
    try:
        if name == "database":
            serve_database(layout)
        elif name == "is-database-ready":
            return 0 if is_database_ready(layout) else 1
        elif name == "set-up":
            set_up(layout)
        else:
            serve(layout, name)
    except Trouble as trouble:
        report(trouble)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
