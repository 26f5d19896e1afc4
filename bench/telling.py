"""What every benchmark tells: its lines as they come, and what it was measured on."""

from __future__ import annotations

import os
import platform
from typing import Any, Final

from django.db import connection

LOAD_BEFORE: Final = round(os.getloadavg()[0], 1)
"""How busy others kept the machine when the benchmark began: read as it is imported."""


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


def machine() -> dict[str, Any]:
    """Return cores, load and versions; asks the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), postgis_lib_version()")
        postgres, postgis = cursor.fetchone()
    return {
        "cores": os.cpu_count(),
        "load_before": LOAD_BEFORE,
        "python": platform.python_version(),
        "postgresql": postgres,
        "postgis": postgis,
    }
