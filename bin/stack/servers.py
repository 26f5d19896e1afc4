"""The processes of one site: nginx in front, web server, events process, worker."""

import os
import shutil
import signal
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from string import Template

from stack import processes, settings_of, troubles
from stack.layout import Layout, inner_port

# nginx is stopped first, so that nothing new comes in while the others finish.
NAMES = ("nginx", "worker", "events", "web")


@dataclass(frozen=True)
class Site:
    """One origin: where it listens, and the database it serves."""

    layout: Layout
    host: str
    port: int
    database_url: str

    @property
    def origin(self) -> str:
        """Address as a browser on this machine writes it."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://{host}:{self.port}"


def environment(site: Site) -> dict[str, str]:
    """What config/settings.py reads, for the servers and for manage.py alike."""
    hosts = os.environ.get("WANGGE_ALLOWED_HOSTS") or ",".join(_own_names(site))
    return {
        **settings_of.platform(site.layout, site.database_url),
        "WANGGE_ALLOWED_HOSTS": hosts,
        "WANGGE_ORIGIN": os.environ.get("WANGGE_ORIGIN", site.origin),
    }


def _own_names(site: Site) -> list[str]:
    names = ["127.0.0.1", "localhost", "[::1]"]
    if site.host in ("0.0.0.0", "::"):  # noqa: S104
        # Whoever opens the port to the network reaches it under names that only they know.
        return ["*"]
    return [*names, site.host]


def start(site: Site) -> None:
    """Start all four and wait until each answers; what is not up within a minute is a Trouble."""
    env = environment(site)
    web, events = inner_port(site.layout, "web"), inner_port(site.layout, "events")
    commands: dict[str, list[str | Path]] = {
        "web": _granian(site, web, "wsgi", "--workers", "2", "--blocking-threads", "4"),
        "events": _granian(site, events, "asgi", "--workers", "1"),
        "worker": [site.layout.python, site.layout.root / "manage.py", "procrastinate", "worker"],
        "nginx": [_nginx(), *_nginx_arguments(site, web=web, events=events)],
    }
    for name, command in commands.items():
        processes.start(site.layout, name, command, env=env)
    _wait_until_healthy(site, events)


def _granian(site: Site, port: int, interface: str, *more: str) -> list[str | Path]:
    words = ["-m", "granian", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    words += ["--log-level", "warning", "--respawn-failed-workers", "--interface", interface]
    return [site.layout.python, *words, *more, f"config.{interface}:application"]


def stop(layout: Layout) -> list[str]:
    """Stop the four; returns the names of those that ran."""
    return [
        name
        for name in NAMES
        if processes.stop(
            layout, name, with_signal=signal.SIGQUIT if name == "nginx" else signal.SIGTERM
        )
    ]


def _nginx() -> str:
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "/usr/sbin/nginx"


def _nginx_arguments(site: Site, *, web: int, events: int) -> list[str | Path]:
    early_errors = site.layout.log / "nginx.log"
    configuration = write_nginx_configuration(site, web=web, events=events)
    return ["-p", site.layout.run, "-e", early_errors, "-c", configuration]


def write_nginx_configuration(site: Site, *, web: int, events: int) -> Path:
    """Fill in docker/nginx.conf for this site; returns the file."""
    layout = site.layout
    scratch = layout.run / "nginx"
    scratch.mkdir(exist_ok=True)
    template = Template((layout.root / "docker" / "nginx.conf").read_text())
    # nginx itself writes $host and the like: only our own names are replaced.
    text = template.safe_substitute(
        WANGGE_USER="user root;" if os.geteuid() == 0 else "",
        WANGGE_LISTEN=f"[{site.host}]:{site.port}"
        if ":" in site.host
        else f"{site.host}:{site.port}",
        WANGGE_WEB=f"127.0.0.1:{web}",
        WANGGE_EVENTS=f"127.0.0.1:{events}",
        WANGGE_DIST=str(layout.root / "web" / "dist"),
        WANGGE_STATIC=str(layout.var / "static"),
        WANGGE_SCRATCH=str(scratch),
        WANGGE_LOG=str(layout.log),
    )
    path = layout.run / "nginx.conf"
    path.write_text(text)
    return path


def _wait_until_healthy(site: Site, events: int, timeout_s: float = 60) -> None:
    waiting = [f"{site.origin}/healthz", f"http://127.0.0.1:{events}/events/health"]
    until = time.monotonic() + timeout_s
    while waiting and time.monotonic() < until:
        waiting = [url for url in waiting if not _answers(url, strict="healthz" in url)]
        dead = [name for name in NAMES if processes.find(site.layout, name) is None]
        if dead:
            break
        time.sleep(0.1)
    if waiting or dead:
        name = dead[0] if dead else ("web" if "healthz" in waiting[0] else "events")
        raise troubles.not_started(name, site.layout.log / f"{name}.log")


def _answers(url: str, *, strict: bool) -> bool:
    """Whether a server answers; unless strict, any answer of HTTP counts."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            return int(answer.status) == 200
    except urllib.error.HTTPError:
        return not strict
    except OSError:
        return False
