"""nginx's configuration, and docker/ as far as it can be checked without an engine."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from stack import serve
from stack.layout import Layout
from stack.servers import NAMES
from stack.site import Inner, Site, environment, write_nginx_configuration

ROOT = Path(__file__).resolve().parents[2]

INNER = Inner("127.0.0.1:21000", "127.0.0.1:21001", "127.0.0.1:21002")


@pytest.fixture
def compose() -> dict[str, Any]:
    text = (ROOT / "docker" / "compose.yaml").read_text()
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def test_nginx_accepts_the_configuration(layout: Layout) -> None:
    site = Site(layout, "127.0.0.1", 8080, "")
    written = write_nginx_configuration(site, INNER)
    assert "WANGGE_" not in written.read_text().split("\n", 3)[3]
    path = f"{os.environ['PATH']}:/usr/sbin"
    done = subprocess.run(
        ["nginx", "-t", "-p", str(layout.run), "-e", "stderr", "-c", str(written)],
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_site_is_reachable_from_outside_only_when_told_so(layout: Layout) -> None:
    closed = write_nginx_configuration(Site(layout, "127.0.0.1", 8080, ""), INNER).read_text()
    assert re.findall(r"listen (.*);", closed) == ["127.0.0.1:8080"]
    opened = write_nginx_configuration(Site(layout, "::", 81, ""), INNER).read_text()
    assert re.findall(r"listen (.*);", opened) == ["[::]:81"]


def test_a_closed_site_answers_to_its_own_names_alone(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WANGGE_ALLOWED_HOSTS", raising=False)
    told = environment(Site(layout, "127.0.0.1", 8080, ""))
    assert "*" not in told["WANGGE_ALLOWED_HOSTS"]
    assert told["WANGGE_ORIGIN"] == "http://127.0.0.1:8080"


def test_compose_runs_the_processes_of_bin_up(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {*NAMES, "database", "set-up"}
    for name, service in services.items():
        assert service["command"] == [name]
        assert service["image"] == "wangge"
        volumes = {volume.split(":")[0] for volume in service["volumes"]}
        assert volumes <= set(compose["volumes"])
        assert set(service.get("depends_on", {})) <= set(services)
    assert all(name in Path(serve.__file__).read_text() for name in ("database", "set-up"))


def test_compose_shows_the_page_to_this_machine_alone(compose: dict[str, Any]) -> None:
    published = {name: s["ports"] for name, s in compose["services"].items() if "ports" in s}
    assert published == {"nginx": ["${WANGGE_LISTEN:-127.0.0.1:8080}:8080"]}


def test_the_image_copies_what_is_there_and_runs_our_own_steps() -> None:
    lines = (ROOT / "docker" / "Dockerfile").read_text().splitlines()
    for line in lines:
        if line.startswith("COPY"):
            *sources, _ = line.split()[1:]
            assert all((ROOT / source).exists() for source in sources), line
    steps = re.findall(r"bin/lib/prepare (\w+)", "\n".join(lines))
    known = (ROOT / "bin" / "lib" / "prepare").read_text()
    assert steps == ["packages", "python", "sources", "web"]
    assert all(step in known for step in steps)
