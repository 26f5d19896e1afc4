"""Where everything of one installation lies: the checkout, and what it keeps under var/."""

import json
import os
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The folders of one installation; `run` and `log` differ between bin/up and the tests."""

    root: Path
    var: Path
    run: Path
    log: Path

    @property
    def secrets(self) -> Path:
        """Folder of passwords, readable by its owner alone."""
        return self.var / "secrets"

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment."""
        return Path(sys.executable)


def find_layout(purpose: str = "") -> Layout:
    """The layout of this checkout; a purpose such as `test` gets run and log folders of its own."""
    root = Path(__file__).resolve().parents[2]
    var = Path(os.environ.get("WANGGE_VAR", root / "var")).resolve()
    layout = Layout(root, var, var / "run" / purpose, var / "log" / purpose)
    layout.run.mkdir(parents=True, exist_ok=True)
    layout.log.mkdir(parents=True, exist_ok=True)
    return layout


def secret(layout: Layout, name: str) -> Path:
    """The file of a random secret, made (mode 600) when it is not there yet."""
    layout.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = layout.secrets / name
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(36))
        part.rename(path)
    return path


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def inner_port(layout: Layout, name: str) -> int:
    """A free port of this installation's own for a process behind nginx, the same each time.

    Random in 20000-29999, below the range from which the kernel serves outgoing connections, so
    that two checkouts do not meet. A remembered port that somebody else took is given up.
    """
    memory = layout.run / "ports.json"
    ports: dict[str, int] = json.loads(memory.read_text()) if memory.exists() else {}
    while name not in ports or not is_free(ports[name]):
        ports[name] = 20000 + secrets.randbelow(10000)
    memory.write_text(json.dumps(ports))
    return ports[name]
