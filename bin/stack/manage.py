"""bin/manage: a management command on the database of bin/up, with its servers' settings."""

import os
import sys
from typing import NoReturn

from stack import cluster as clusters
from stack import database, settings_of
from stack.layout import Layout, find_layout
from stack.say import Trouble, report

NO_CITY_YET = Trouble(
    "这里还没有数据库：请先运行 bin/up。", "There is no database yet: run bin/up."
)


def database_url(layout: Layout) -> str:
    """Django's address of the database; our own cluster is started unless it runs."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return database.for_django(given)
    own = clusters.Cluster(layout, "pg", durable=True)
    if not own.data.exists():
        raise NO_CITY_YET
    return database.address(own, clusters.start(own))


def main() -> NoReturn:
    """Become the command, or end with code 1 where there is no database."""
    layout = find_layout()
    try:
        environment = settings_of.platform(layout, database_url(layout))
    except Trouble as trouble:
        report(trouble)
        sys.exit(1)
    command = [str(layout.python), str(layout.root / "manage.py"), *sys.argv[1:]]
    os.execve(command[0], command, environment)  # noqa: S606 - the user's own words, no shell


if __name__ == "__main__":
    main()
