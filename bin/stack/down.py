"""bin/down: stops exactly what bin/up of this checkout started."""

import sys

from stack import servers
from stack.cluster import Cluster
from stack.cluster import stop as stop_cluster
from stack.layout import Layout, find_layout
from stack.say import Trouble, console, report, step


def stop_everything(layout: Layout) -> None:
    """Stop the servers, then the cluster; nothing is deleted."""
    with step("停止 stopping"):
        stopped = servers.stop(layout)
        if stop_cluster(Cluster(layout, "pg", durable=True)):
            stopped.append("PostgreSQL")
    if not stopped:
        console.print("没有在运行的。 Nothing was running.")


def main() -> int:
    """Exit code of bin/down."""
    try:
        stop_everything(find_layout())
    except Trouble as trouble:
        report(trouble)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
