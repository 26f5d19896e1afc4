"""How the set-up speaks: one line a step with its duration, one clear sentence for trouble."""

import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

console = Console(highlight=False, soft_wrap=True)


class Trouble(Exception):
    """What went wrong and what to do, as one sentence for a person in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def report(trouble: Trouble) -> None:
    """Print a trouble to standard error."""
    sys.stdout.flush()
    print(f"\n✗ {trouble.zh}\n  {trouble.en}", file=sys.stderr)


@contextmanager
def step(title: str, *, bar: bool = True) -> Generator[None]:
    """Show that a step runs and, at its end, how many seconds it took.

    On a terminal a bar moves, unless `bar` is false because the step draws its own; elsewhere the
    title is printed at once and the duration after it.
    """
    began = time.monotonic()
    if console.is_terminal and bar:
        columns = (BarColumn(20), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            progress.add_task(title, total=None)
            yield
    else:
        console.print(f"… {title}", end="" if bar else "\n")
        try:
            yield
        except BaseException:
            console.print()
            raise
    seconds = time.monotonic() - began
    mark = f"✓ {title}" if console.is_terminal or not bar else ""
    console.print(f"{mark}  {seconds:.1f} s")


def run_logged(
    command: Sequence[str | Path],
    *,
    log: Path,
    trouble: Trouble,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run a command with its output in a log file; a failure raises the trouble, naming the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        code = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            check=False,
        ).returncode
    if code:
        raise with_log(trouble, log)


def with_log(trouble: Trouble, log: Path) -> Trouble:
    """The trouble with the log's place and its last line, which most often names the cause."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    last = lines[-1].strip()[:300] if lines else ""
    return Trouble(f"{trouble.zh}（详情：{log}）", f"{trouble.en} (details: {log}: {last})")
