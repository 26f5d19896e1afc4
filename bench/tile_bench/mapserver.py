"""MapServer as its documentation says, on the view `bench.cases`: by FastCGI behind nginx.

Version 8 sends the points of a tile without those of the buffer around it, each at the corner of
its step instead of the nearest one, and compresses nothing; the rest is as with everybody.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Final

from psycopg.conninfo import make_conninfo

from bench.processes import free_port, running
from bench.tile_race.servers import SAME_CONNECTION, Server, fetch
from bench.tile_race.statements import ATTRIBUTES
from gis_core.tile import TileAddress

PROGRAM: Final = "/usr/lib/cgi-bin/mapserv"
PROCESSES: Final = 8
"""As many as our two processes have threads: each draws one tile at a time."""
_CONFIGURATION: Final = 'CONFIG\n ENV\n  MS_MAP_PATTERN "."\n END\nEND\n'


@contextmanager
def mapserver(database_url: str) -> Iterator[Server]:
    """Run MapServer's processes, all on one listening socket, and nginx before them."""
    server = Server(name="mapserver", port=free_port(), layer="cases", path="/{z}/{x}/{y}")
    with ExitStack() as started:
        folder = Path(started.enter_context(TemporaryDirectory(prefix="bench-mapserver-")))
        listening = started.enter_context(socket.create_server(("127.0.0.1", 0), backlog=128))
        env = {**os.environ, **_environment(database_url, folder)}
        for _ in range(PROCESSES):
            started.enter_context(_drawing(env, listening.fileno()))
        command = _nginx(folder, server.port, listening.getsockname()[1])
        behind = running(command, env, name=server.name, answers=lambda: _draws(server))
        started.enter_context(behind)
        yield server


def _draws(server: Server) -> bool:
    """Whether it answers with a tile: what goes wrong it says on a page, with status 200."""
    body = fetch(server, TileAddress(22, 0, 0))[1]
    if b"MapServer Message" in body:
        raise RuntimeError(body.decode())
    return True


def _drawing(env: dict[str, str], listening: int) -> AbstractContextManager[int]:
    """One process that takes requests in turn; while it waits for one, it does not end itself."""
    return running(
        [PROGRAM], env, name="mapserv", answers=lambda: True, stdin=listening, heeds_sigterm=False
    )


def version() -> str:
    ran = subprocess.run([PROGRAM, "-v"], capture_output=True, text=True, check=True)
    return ran.stdout.split()[2]  # MapServer version 8.0.0 …


def _environment(database_url: str, folder: Path) -> dict[str, str]:
    """Write the map, which only we can read; returns what tells MapServer that it may."""
    options = " ".join(f"-c {name}={value}" for name, value in SAME_CONNECTION.items())
    filled = _filled(
        "mapserver_peer.map",
        CONNECTION=make_conninfo(database_url, options=options),
        TEXTS=", ".join(name for name in ATTRIBUTES if name != "overdue"),
        ATTRIBUTES=",".join(ATTRIBUTES),
    )
    (folder / "cases.map").write_text(filled)
    (folder / "mapserver.conf").write_text(_CONFIGURATION)
    return {"MAPSERVER_CONFIG_FILE": str(folder / "mapserver.conf")}


def _nginx(folder: Path, port: int, mapserver_port: int) -> list[str]:
    """Write nginx's configuration; returns its command."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "/usr/sbin/nginx"
    (folder / "nginx.conf").write_text(
        _filled(
            "mapserver_peer.nginx",
            USER="user root;" if os.geteuid() == 0 else "",
            FOLDER=str(folder),
            PORT=str(port),
            MAPSERVER=str(mapserver_port),
        )
    )
    return [program, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]


def _filled(name: str, **values: str) -> str:
    return Template((Path(__file__).with_name(name)).read_text()).substitute(values)
