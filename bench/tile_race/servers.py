"""The servers, each as its makers run it, on loopback ports of their own."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings

from bench.processes import ROOT, free_port, granian, running
from bench.tile_race.statements import ATTRIBUTES
from gis_core.tile import BUFFER, TileAddress

# What our own statement sets for itself: the peer shall not lose by JIT or parallel workers.
SAME_CONNECTION = {"jit": "off", "max_parallel_workers_per_gather": "0"}


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where a server listens, and how one of its tiles is asked for."""

    name: str
    port: int
    layer: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)

    def tile(self, at: TileAddress) -> str:
        return self.path.format(z=at.z, x=at.x, y=at.y)


@contextmanager
def ours(city: str, session: str) -> Iterator[Server]:
    """Wangge under granian as bin/up starts it, without nginx, asked by a signed-in browser."""
    port = free_port()
    server = Server(
        name="wangge",
        port=port,
        layer="cases",
        path=f"/tiles/cases/{{z}}/{{x}}/{{y}}.mvt?{urlencode({'city': city})}",
        headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"},
    )
    command = granian(port, application="config.tiles_wsgi:application")
    with running(command, os.environ, name="wangge", answers=partial(_answers, server)):
        yield server


@contextmanager
def empty(session: str) -> Iterator[Server]:
    """A view that answers nothing, behind the same middleware on the same server; beside it on
    the same port `bare_view`."""
    port = free_port()
    server = Server(
        name="empty view",
        port=port,
        layer="",
        path="/empty",
        headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"},
    )
    command = granian(port, application="bench.tile_bench.ceilings:application")
    with running(command, os.environ, name="empty view", answers=partial(_answers, server)):
        yield server


def bare_view(beside: Server) -> Server:
    """The view that runs the bare statement, on the server of the empty one."""
    return replace(beside, name="bare view", layer="cases", path="/bare/{z}/{x}/{y}")


@contextmanager
def vectortiles(python: str, database_url: str) -> Iterator[Server]:
    """django-vectortiles under granian as ours, on the same view, our connection settings."""
    port = free_port()
    server = Server(name="django-vectortiles", port=port, layer="cases", path="/tiles/{z}/{x}/{y}")
    env = {
        **os.environ,
        "BENCH_DATABASE_URL": database_url,
        "BENCH_OPTIONS": " ".join(f"-c {name}={value}" for name, value in SAME_CONNECTION.items()),
        "PYTHONPATH": str(ROOT / "bench" / "tile_bench"),
    }
    command = granian(port, python=python, application="vectortiles_peer:application")
    with running(command, env, name=server.name, answers=partial(_answers, server)):
        yield server


@contextmanager
def tipg(python: str, database_url: str) -> Iterator[Server]:
    """tipg under uvicorn with two workers, our connection settings, our buffer and no cap."""
    port = free_port()
    env = {
        **os.environ,
        "DATABASE_URL": _for_asyncpg(database_url),
        "TIPG_DB_SCHEMAS": '["bench"]',
        "TIPG_DB_FUNCTIONS": "[]",
        "TIPG_DB_SPATIAL_EXTENT": "false",
        "TIPG_DB_DATETIME_EXTENT": "false",
        "TIPG_TABLE_CONFIG__bench_cases__pk": "feature_id",
        "TIPG_MAX_FEATURES_PER_TILE": "1000000",
        "TIPG_TILE_BUFFER": str(BUFFER),
        "TIPG_CATALOG_TTL": "0",
    }
    words = ["-m", "uvicorn", "tipg.main:app", "--host", "127.0.0.1", "--port", str(port)]
    asked = urlencode({"properties": ",".join(ATTRIBUTES)}, safe=",")
    server = Server(
        name="tipg",
        port=port,
        layer="default",
        path=f"/collections/bench.cases/tiles/WebMercatorQuad/{{z}}/{{x}}/{{y}}?{asked}",
    )
    # A worker that compresses a tile of every point does not answer for longer than uvicorn waits.
    words += ["--workers", "2", "--timeout-worker-healthcheck", "120", "--log-level", "warning"]
    with running([python, *words], env, name="tipg", answers=partial(_answers, server)):
        yield server


def _for_asyncpg(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(scheme="postgresql", query=urlencode(SAME_CONNECTION)))


def _answers(server: Server) -> bool:
    """Whether it gives any answer to a tile."""
    return fetch(server, TileAddress(22, 0, 0))[0] < 500


def fetch(server: Server, at: TileAddress) -> tuple[int, bytes]:
    """Return status and body of one tile, uncompressed, over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        headers = {**server.headers, "Accept-Encoding": "identity"}
        connection.request("GET", server.tile(at), headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def versions(python: str) -> dict[str, str]:
    """Return name -> version of the peers that the interpreter has."""
    script = (
        "import json; from importlib.metadata import distributions;"
        "print(json.dumps({d.name: d.version for d in distributions() if d.name.lower() in"
        " ('tipg', 'uvicorn', 'asyncpg', 'django-vectortiles')}))"
    )
    ran = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(ran.stdout)
    return found
