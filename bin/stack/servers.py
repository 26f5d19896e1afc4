"""Starting the five processes of a site, waiting until they answer, and stopping them."""

import signal
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from stack import processes, troubles
from stack.layout import Layout, inner_port
from stack.site import Inner, Site, commands, environment
from stack.stamps import digest, done, is_done

NAMES = ("nginx", "worker", "events", "tiles", "web")

# Our own addresses never go through somebody's proxy.
_straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def start(site: Site) -> None:
    """Start all five and wait until each answers; what is not up within a minute is a Trouble."""
    inner = _inner(site.layout)
    env = environment(site)
    for name, command in commands(site, inner).items():
        processes.start(site.layout, name, command, env=env)
    _wait_until_healthy(site, inner)
    done(site.layout.run / "servers", _state(site))


def run_already(site: Site) -> bool:
    """Whether all five run and answer, with today's code and these settings."""
    running = all(processes.find(site.layout, name) for name in NAMES)
    same = is_done(site.layout.run / "servers", _state(site))
    return running and same and _answers(f"{site.origin}/healthz", strict=True)


def _state(site: Site) -> str:
    """The code that the servers run, and what they are told."""
    root = site.layout.root
    elsewhere = {"bench", "docs", "tests", "var", "web"}
    rooms = [p for p in root.iterdir() if p.is_dir() and p.name not in elsewhere]
    files = [root / "uv.lock", root / "docker" / "nginx.conf"]
    for room in sorted(p for p in rooms if not p.name.startswith(".")):
        files += [p for p in sorted(room.rglob("*")) if p.is_file() and p.suffix != ".pyc"]
    told = {name: value for name, value in environment(site).items() if "WANGGE" in name}
    return digest(files, repr(sorted(told.items())), site.database_url, f"{site.host} {site.port}")


def _inner(layout: Layout) -> Inner:
    ports = {name: inner_port(layout, name) for name in ("web", "tiles", "events")}
    return Inner(**{name: f"127.0.0.1:{port}" for name, port in ports.items()})


def stop(layout: Layout) -> list[str]:
    """Stop the five side by side; returns the names of those that ran."""

    def stop_one(name: str) -> bool:
        # nginx ends by SIGQUIT without cutting off an answer on its way.
        word = signal.SIGQUIT if name == "nginx" else signal.SIGTERM
        return processes.stop(layout, name, with_signal=word)

    with ThreadPoolExecutor(len(NAMES)) as pool:
        ran = list(pool.map(stop_one, NAMES))
    return [name for name, did in zip(NAMES, ran, strict=True) if did]


def _wait_until_healthy(site: Site, inner: Inner, timeout_s: float = 60) -> None:
    # The events process has no page of its own to ask for: any answer of HTTP will do.
    events, tiles = f"http://{inner.events}/events/", f"http://{inner.tiles}/tiles/"
    waiting = {f"{site.origin}/healthz": True, tiles: False, events: False}
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        waiting = {
            url: strict for url, strict in waiting.items() if not _answers(url, strict=strict)
        }
        dead = [name for name in NAMES if processes.find(site.layout, name) is None]
        if dead:
            raise troubles.not_started(dead[0], site.layout.log / f"{dead[0]}.log")
        if not waiting:
            return
        time.sleep(0.1)
    name = "web" if any(waiting.values()) else "tiles" if tiles in waiting else "events"
    raise troubles.not_started(name, site.layout.log / f"{name}.log")


def _answers(url: str, *, strict: bool) -> bool:
    """Whether a server answers; unless strict, any status will do."""
    try:
        with _straight.open(url, timeout=5) as answer:
            return int(answer.status) == 200 or not strict
    except urllib.error.HTTPError:
        return not strict
    except OSError:
        return False
