"""Starting the four processes of a site, waiting until they answer, and stopping them."""

import signal
import time
import urllib.error
import urllib.request
from functools import partial

from stack import processes, troubles
from stack.layout import Layout, inner_port
from stack.site import Inner, Site, commands, environment

# nginx is stopped first, so that nothing new comes in while the others finish.
NAMES = ("nginx", "worker", "events", "web")

# Our own addresses never go through somebody's proxy.
_straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def start(site: Site) -> None:
    """Start all four and wait until each answers; what is not up within a minute is a Trouble."""
    ports = {name: inner_port(site.layout, name) for name in ("web", "events")}
    inner = Inner(**{name: f"127.0.0.1:{port}" for name, port in ports.items()})
    env = environment(site)
    for name, command in commands(site, inner).items():
        processes.start(site.layout, name, command, env=env)
    _wait_until_healthy(site, inner)


def stop(layout: Layout) -> list[str]:
    """Stop the four; returns the names of those that ran."""
    signals = {"nginx": signal.SIGQUIT}
    stopping = {
        name: partial(processes.stop, layout, name, with_signal=signals.get(name, signal.SIGTERM))
        for name in NAMES
    }
    return [name for name, stop_it in stopping.items() if stop_it()]


def _wait_until_healthy(site: Site, inner: Inner, timeout_s: float = 60) -> None:
    # The events process has no page of its own to ask for: any answer of HTTP will do.
    waiting = {f"{site.origin}/healthz": True, f"http://{inner.events}/events/": False}
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        waiting = {url: strict for url, strict in waiting.items() if not _answers(url, strict)}
        dead = [name for name in NAMES if processes.find(site.layout, name) is None]
        if dead:
            raise troubles.not_started(dead[0], site.layout.log / f"{dead[0]}.log")
        if not waiting:
            return
        time.sleep(0.1)
    name = "web" if any(waiting.values()) else "events"
    raise troubles.not_started(name, site.layout.log / f"{name}.log")


def _answers(url: str, strict: bool) -> bool:
    """Whether a server answers; unless strict, any status will do."""
    try:
        with _straight.open(url, timeout=5) as answer:
            return int(answer.status) == 200 or not strict
    except urllib.error.HTTPError:
        return not strict
    except OSError:
        return False
