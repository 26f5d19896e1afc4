"""A PostgreSQL cluster of one's own: made, started, stopped; never the system's."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from stack import postgres_user, processes, troubles
from stack.layout import Layout, inner_port, secret
from stack.say import Trouble, run_logged
from stack.tuning import as_configuration, memory_mb, settings

ADMINISTRATOR = "wangge_admin"


@dataclass(frozen=True)
class Cluster:
    """A cluster at `<var>/<name>`, planned for a share of this machine's memory."""

    layout: Layout
    name: str
    durable: bool
    memory_share: float = 1.0
    # Where clients find it: another container's name, where it is not this machine.
    host: str = "127.0.0.1"
    # A volume of its own, where it is not to lie directly under var/.
    volume: Path | None = None

    @property
    def home(self) -> Path:
        """Folder that holds the data and the server's own files."""
        return (self.volume or self.layout.var) / self.name

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.home / "data"

    @property
    def password(self) -> str:
        """The administrator's password, random per cluster."""
        return secret(self.layout, f"{self.name}-password").read_text()

    def url(self, database: str, port: int, user: str = ADMINISTRATOR, password: str = "") -> str:
        """Address in the form that both libpq and Django's settings take, but for the scheme."""
        word = quote(password or self.password, safe="")
        return f"postgresql://{user}:{word}@{self.host}:{port}/{database}"


def programs(cluster: Cluster) -> Path:
    """Folder of the programs: the existing data's version, else the newest with PostGIS."""
    version = cluster.data / "PG_VERSION"
    majors = sorted((int(p.name) for p in Path("/usr/lib/postgresql").glob("[0-9]*")), reverse=True)
    usable = [m for m in majors if m >= 15 and _has_postgis(m)]
    if version.exists():
        usable = [m for m in usable if str(m) == version.read_text().strip()]
    if not usable:
        wanted = version.read_text().strip() if version.exists() else "15+"
        raise troubles.no_postgres(wanted)
    return Path(f"/usr/lib/postgresql/{usable[0]}/bin")


def _has_postgis(major: int) -> bool:
    return Path(f"/usr/share/postgresql/{major}/extension/postgis.control").exists()


def create(cluster: Cluster) -> None:
    """Make the cluster under another name and rename it when it is whole."""
    if cluster.data.exists():
        return
    part = cluster.home.with_name(f"{cluster.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    password = part / "password"
    password.write_text(cluster.password)
    password.chmod(0o600)
    user = postgres_user.owner_of(cluster.home)
    if user is not None:
        shutil.chown(part, user)
        shutil.chown(password, user)
    run_logged(
        postgres_user.run_as(user, cluster.home) + _initdb(cluster, part, password),
        log=cluster.layout.log / "initdb.log",
        trouble=troubles.NO_CLUSTER,
        cwd=Path("/"),
    )
    password.unlink()
    with (part / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write("include 'wangge.conf'\n")
    part.rename(cluster.home)


def _initdb(cluster: Cluster, part: Path, password: Path) -> list[str]:
    return [
        str(programs(cluster) / "initdb"),
        f"--pgdata={part / 'data'}",
        f"--username={ADMINISTRATOR}",
        f"--pwfile={password}",
        "--auth=scram-sha-256",
        "--data-checksums",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        *([] if cluster.durable else ["--no-sync"]),
    ]


def start(cluster: Cluster) -> int:
    """Start the cluster unless it runs; returns its port."""
    running = _running_port(cluster)
    if running is not None:
        return running
    port = inner_port(cluster.layout, cluster.name)
    processes.start(
        cluster.layout, cluster.name, server_command(cluster, port, cluster.host), cwd=Path("/")
    )
    _wait_until_ready(cluster, port)
    return port


def server_command(cluster: Cluster, port: int, listen: str) -> list[str]:
    """Write the settings for this machine; returns the command that serves the cluster."""
    memory = int(memory_mb() * cluster.memory_share)
    values = settings(port=port, host=listen, memory=memory, durable=cluster.durable)
    configuration = cluster.data / "wangge.conf"
    configuration.write_text(as_configuration(values))
    user = postgres_user.owner_of(cluster.home)
    if user is not None:
        shutil.chown(configuration, user)
    switch = postgres_user.run_as(user, cluster.home)
    return [*switch, str(programs(cluster) / "postgres"), "-D", str(cluster.data)]


def start_or_make_anew(cluster: Cluster) -> int:
    """Start a cluster that holds nothing of worth, made anew if it does not start; its port."""
    try:
        create(cluster)
        return start(cluster)
    except Trouble:
        # Without fsync a power cut may have broken it.
        stop(cluster)
        shutil.rmtree(cluster.home, ignore_errors=True)
        create(cluster)
        return start(cluster)


def _running_port(cluster: Cluster) -> int | None:
    """Port of the running server (line 4 of postmaster.pid), also of one whose record was lost."""
    try:
        lines = (cluster.data / "postmaster.pid").read_text().splitlines()
        pid, port = int(lines[0]), int(lines[3])
        serves = os.readlink(f"/proc/{pid}/cwd") == str(cluster.data)
    except (OSError, IndexError, ValueError):
        return None
    if not serves:
        return None
    processes.remember(cluster.layout, cluster.name, pid)
    _wait_until_ready(cluster, port)
    return port


def _wait_until_ready(cluster: Cluster, port: int, timeout_s: float = 60) -> None:
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        try:
            psycopg.connect(cluster.url("postgres", port), connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            if processes.find(cluster.layout, cluster.name) is None:
                break
            time.sleep(0.1)
    raise troubles.not_started("PostgreSQL", cluster.layout.log / f"{cluster.name}.log")


def stop(cluster: Cluster) -> bool:
    """Stop the cluster by a fast shutdown; true if it ran."""
    ran = processes.stop(cluster.layout, cluster.name, with_signal=signal.SIGINT, timeout_s=60)
    if _running_port(cluster) is not None:
        # It is never killed: what it still writes is the city's.
        raise troubles.NOT_STOPPED
    return ran


def version_of(cluster: Cluster) -> str:
    """What the server programs call themselves, for cache keys."""
    command = [str(programs(cluster) / "postgres"), "--version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
