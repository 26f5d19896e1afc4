"""What config/settings.py reads from the environment, for servers, commands and tests."""

import os

from stack.layout import Layout, secret


def platform(layout: Layout, database_url: str) -> dict[str, str]:
    """The environment of a process of the platform that uses this database."""
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "WANGGE_SECRET_KEY_FILE": str(secret(layout, "secret-key")),
        "WANGGE_VAR": str(layout.var),
        "PYTHONPATH": str(layout.root),
        "PYTHONUNBUFFERED": "1",
    }
