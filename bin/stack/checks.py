"""The checks that read the code: format, lint, types, import contracts, migrations, web/."""

import os
import subprocess
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from stack.layout import Layout
from stack.say import console
from stack.web import node_environment


@dataclass(frozen=True)
class Check:
    """One command that must end well, and the folder it runs in."""

    name: str
    command: tuple[str, ...]
    folder: Path


def all_checks(layout: Layout) -> list[Check]:
    """Every check, the longest first."""
    tools = layout.python.parent
    root, web = layout.root, layout.root / "web"
    python = [
        ("mypy", (f"{tools}/mypy", ".")),
        ("basedpyright", (f"{tools}/basedpyright",)),
        ("import-linter", (f"{tools}/lint-imports",)),
        ("makemigrations", (str(layout.python), "manage.py", "makemigrations", "--check")),
        ("ruff check", (f"{tools}/ruff", "check", ".")),
        ("ruff format", (f"{tools}/ruff", "format", "--check", ".")),
    ]
    if "[tool.basedpyright]" not in (root / "pyproject.toml").read_text():
        python = [(name, command) for name, command in python if name != "basedpyright"]
    scripts = {
        "vue-tsc": "typecheck",
        "eslint": "lint",
        "vitest": "test",
        "prettier": "format:check",
    }
    return [
        *(Check(name, command, root) for name, command in python),
        *(Check(name, ("npm", "run", script), web) for name, script in scripts.items()),
    ]


def run(layout: Layout, checks: Iterable[Check], env: Mapping[str, str]) -> list[str]:
    """Run the checks, side by side; returns which failed, after printing what they said."""
    failed: list[str] = []
    node = node_environment(layout)
    environment = {**node, **env, "PATH": node["PATH"]}
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        running = {pool.submit(_run, layout, check, environment): check for check in checks}
        for done in as_completed(running):
            name = running[done].name
            code, seconds = done.result()
            console.print(f"{'✓' if code == 0 else '✗'} {name}  {seconds:.1f} s")
            if code:
                failed.append(name)
                console.print(_log(layout, name).read_text(errors="replace"), markup=False)
    return failed


def _run(layout: Layout, check: Check, env: Mapping[str, str]) -> tuple[int, float]:
    began = time.monotonic()
    with _log(layout, check.name).open("wb") as out:
        code = subprocess.run(
            check.command,
            cwd=check.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    return code, time.monotonic() - began


def _log(layout: Layout, name: str) -> Path:
    return layout.log / f"{name.replace(' ', '-')}.log"
