"""bin/up and its sisters: what they say before anything is made."""

import os
import shutil
import socket
import subprocess
from collections import namedtuple
from pathlib import Path

import pytest
from stack import up
from stack.layout import Layout
from stack.say import Trouble

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("up", "down", "test", "bench")


def shell_scripts() -> list[Path]:
    """Every tracked shell script of the project."""
    files = [ROOT / name for name in run("git", "ls-files").stdout.splitlines()]
    files = [path for path in files if path.is_file() and path.suffix in ("", ".sh")]
    return [
        path
        for path in files
        if path.read_bytes()[:30].startswith((b"#!/usr/bin/env bash", b"# shell"))
    ]


def run(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, **(env or {})}
    return subprocess.run(words, cwd=ROOT, env=told, capture_output=True, text=True, check=False)


def test_every_shell_script_can_be_read_by_bash() -> None:
    scripts = shell_scripts()
    assert {path.name for path in scripts} >= {*COMMANDS, "bootstrap.sh", "fetch", "inside"}
    faults = {path.name: run("bash", "-n", str(path)).stderr for path in scripts}
    assert {name: fault for name, fault in faults.items() if fault} == {}


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="no shellcheck on this machine")
def test_shellcheck_finds_nothing_in_the_scripts() -> None:
    done = run("shellcheck", "-x", "-P", "SCRIPTDIR", *(str(path) for path in shell_scripts()))
    assert done.stdout == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_both_languages(command: str) -> None:
    done = run("bin/" + command, "--help")
    assert done.returncode == 0
    assert "bin/" + command in done.stdout
    assert any("一" <= letter <= "鿿" for letter in done.stdout)


@pytest.mark.parametrize(
    "words", [["--prot", "81"], ["--port", "web"], ["--port"], ["--scale", "huge"], ["--host"]]
)
def test_a_wrong_argument_is_refused_before_anything_is_installed(words: list[str]) -> None:
    done = run("bin/up", *words)
    assert done.returncode == 2
    assert words[0] in done.stderr


def options(port: int, scale: str = "small") -> up.Options:
    return up.Options(detach=True, host="127.0.0.1", port=port, scale=scale)


def test_a_port_in_use_is_named_with_another_to_try(layout: Layout) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            Trouble, match=f"choose another port, e\\.g\\. bin/up --port {port + 1}"
        ):
            up.check_first(layout, options(port))


def test_an_address_that_is_not_this_machines_is_refused(layout: Layout) -> None:
    with pytest.raises(Trouble, match=r"This machine has no address 192\.0\.2\.1"):
        up.check_first(layout, up.Options(detach=True, host="192.0.2.1", port=8999, scale="small"))


def test_a_full_disk_is_said_before_the_city_is_loaded(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 0, 5 * 10**9))
    up.check_first(layout, options(0))
    with pytest.raises(Trouble, match=r"5\.0 GB left and 12 GB are needed"):
        up.check_first(layout, options(0, "full"))


APT = """#!/bin/sh
cd "$WANGGE_INSTALL_ROOT"
echo "$@" >>called
ls usr/sbin/policy-rc.d >>held-back
cat etc/postgresql-common/createcluster.d/* >>held-back
echo "$APT_SAYS"
[ -z "$APT_SAYS" ]
"""


@pytest.fixture
def apt(tmp_path: Path) -> dict[str, str]:
    """A machine whose apt-get only writes down what it is asked."""
    for name, text in {
        "apt-get": APT,
        "apt-cache": "#!/bin/sh\necho '  Depends: postgresql-17'\n",
    }.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    return {"PATH": path, "WANGGE_INSTALL_ROOT": str(tmp_path), "APT_SAYS": ""}


def install(apt: dict[str, str], *packages: str) -> int:
    status = apt["WANGGE_INSTALL_ROOT"] + "/status"
    return run("bash", "bin/lib/install-as-root", status, *packages, env=apt).returncode


def test_installing_starts_no_service_and_makes_no_cluster(
    apt: dict[str, str], tmp_path: Path
) -> None:
    assert install(apt, "nginx", "postgresql-@-postgis-3") == 0
    assert "nginx postgresql-17-postgis-3" in (tmp_path / "called").read_text()
    assert "create_main_cluster = off" in (tmp_path / "held-back").read_text()
    assert "policy-rc.d" in (tmp_path / "held-back").read_text()
    # What held them back is gone again.
    assert not (tmp_path / "usr/sbin/policy-rc.d").exists()
    assert not list(tmp_path.glob("etc/postgresql-common/createcluster.d/*"))


def test_a_start_policy_of_somebody_else_stays(apt: dict[str, str], tmp_path: Path) -> None:
    theirs = tmp_path / "usr/sbin/policy-rc.d"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("#!/bin/sh\nexit 0\n")
    assert install(apt, "nginx") == 0
    assert theirs.read_text() == "#!/bin/sh\nexit 0\n"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Temporary failure resolving 'mirror'", 10),
        ("E: Unable to locate package postgresql-17-postgis-3", 11),
        ("E: dpkg was interrupted", 12),
    ],
)
def test_a_failed_installation_says_why(apt: dict[str, str], said: str, code: int) -> None:
    assert install({**apt, "APT_SAYS": said}, "nginx") == code
