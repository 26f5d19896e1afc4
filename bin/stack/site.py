"""One site: where it listens, the database it serves, and the commands of its five processes."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from string import Template

from stack import settings_of
from stack.layout import Layout

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104


@dataclass(frozen=True)
class Inner:
    """Addresses (host:port) of the three servers that stand behind nginx."""

    web: str
    events: str
    tiles: str


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
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return f"http://{_bracketed(host)}:{self.port}"


def environment(site: Site) -> dict[str, str]:
    """What config/settings.py reads, for the servers and for manage.py alike."""
    return {
        **settings_of.platform(site.layout, site.database_url),
        "WANGGE_ALLOWED_HOSTS": _names(site),
        "WANGGE_ORIGIN": os.environ.get("WANGGE_ORIGIN", site.origin),
    }


def _names(site: Site) -> str:
    """The names that the site answers to: those given, and always this machine's, to look at it."""
    given = os.environ.get("WANGGE_ALLOWED_HOSTS")
    if given is None and site.host in EVERYWHERE:
        # Whoever opens the port to the network reaches it under names that only they know.
        return "*"
    return ",".join(["127.0.0.1", "localhost", "[::1]", given or site.host])


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def commands(site: Site, inner: Inner) -> dict[str, list[str]]:
    """The commands of the five processes by name, in the order of their start."""
    python = str(site.layout.python)
    return {
        "web": _granian(python, inner.web, "config.wsgi", *_TWO_BY_FOUR),
        # Threads and connections of their own: whoever pans a map never keeps a case waiting.
        "tiles": _granian(python, inner.tiles, "config.tiles_wsgi", *_TWO_BY_FOUR),
        # An open stream never ends by itself; whoever listens resumes where they were cut.
        "events": _granian(
            python, inner.events, "config.asgi", "--workers", "1", "--workers-kill-timeout", "3"
        ),
        "worker": [python, str(site.layout.root / "manage.py"), "procrastinate", "worker"],
        "nginx": _nginx(site, inner),
    }


_TWO_BY_FOUR = ("--workers", "2", "--blocking-threads", "4")


def _granian(python: str, address: str, module: str, *more: str) -> list[str]:
    host, _, port = address.rpartition(":")
    words = ["-m", "granian", "--host", host, "--port", port, "--no-ws"]
    words += ["--log-level", "warning", "--respawn-failed-workers"]
    words += ["--interface", "asgi" if module.endswith("asgi") else "wsgi"]
    return [python, *words, *more, f"{module}:application"]


def _nginx(site: Site, inner: Inner) -> list[str]:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "/usr/sbin/nginx"
    run, early_errors = str(site.layout.run), str(site.layout.log / "nginx.log")
    configuration = str(write_nginx_configuration(site, inner))
    return [program, "-p", run, "-e", early_errors, "-c", configuration]


def write_nginx_configuration(site: Site, inner: Inner) -> Path:
    """Fill in docker/nginx.conf for this site; returns the file."""
    layout = site.layout
    scratch = layout.run / "nginx"
    scratch.mkdir(exist_ok=True)
    template = Template((layout.root / "docker" / "nginx.conf").read_text())
    # nginx itself writes $host and the like: only our own names are replaced.
    text = template.safe_substitute(
        WANGGE_USER="user root;" if os.geteuid() == 0 else "",
        WANGGE_LISTEN=f"{_bracketed(site.host)}:{site.port}",
        WANGGE_WEB=inner.web,
        WANGGE_TILES=inner.tiles,
        WANGGE_EVENTS=inner.events,
        WANGGE_DIST=str(layout.root / "web" / "dist"),
        WANGGE_STATIC=str(layout.var / "static"),
        WANGGE_SCRATCH=str(scratch),
        WANGGE_LOG=str(layout.log),
    )
    path = layout.run / "nginx.conf"
    path.write_text(text)
    return path
