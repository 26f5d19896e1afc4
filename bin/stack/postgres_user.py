"""Under which user PostgreSQL runs: it refuses root.

An ordinary user runs it under their own name. Root runs it as the owner of the existing cluster,
or as `postgres`. That user must get through to `var/`; under /root (mode 700) it cannot, so there
the server gets one capability, CAP_DAC_READ_SEARCH, to pass through folders: the cluster stays
under var/, and nobody's home is opened to others.
"""

import os
import pwd
import subprocess
from pathlib import Path

from stack import troubles

PASS_THROUGH = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")


def owner_of(home: Path) -> str | None:
    """The user who is to run the cluster at `home`, or None for whoever calls.

    Raises Trouble when the cluster belongs to another user, or root has nobody to run it.
    """
    owner = pwd.getpwuid(home.stat().st_uid).pw_name if home.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner != pwd.getpwuid(os.geteuid()).pw_name:
            raise troubles.another_owner(home, owner)
        return None
    return _postgres() if owner in (None, "root") else owner


def _postgres() -> str:
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise troubles.NO_POSTGRES_USER from None


def run_as(user: str | None, home: Path) -> list[str]:
    """Words to put before a command, so that it runs as `user` and reaches `home`'s parent."""
    if user is None:
        return []
    switch = ["setpriv", f"--reuid={user}", f"--regid={_group(user)}", "--init-groups"]
    for extra in ((), PASS_THROUGH):
        command = [*switch, *extra, "--"]
        if _reaches(command, home.parent):
            return command
    raise troubles.no_way_through(user, home.parent)


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid


def _reaches(switch: list[str], folder: Path) -> bool:
    probe = [*switch, "stat", f"{folder}/."]
    return subprocess.run(probe, cwd="/", capture_output=True, check=False).returncode == 0
