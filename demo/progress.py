"""A bar for each stage of the load, and one line for each when nobody watches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@dataclass(slots=True)
class Stage:
    """One stage that is under way."""

    _bars: Progress
    _task: int
    done: int = 0

    def advance(self, rows: int) -> None:
        self.done += rows
        self._bars.update(self._task, completed=self.done)  # type: ignore[arg-type]


class Stages:
    """The stages of a load, as bars on a terminal and as lines elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )

    @contextmanager
    def shown(self) -> Iterator[None]:
        with self._bars:
            yield

    @contextmanager
    def stage(self, title: str, total: int | None = None) -> Iterator[Stage]:
        """Show a stage; `total` is its number of rows, None where it cannot be counted."""
        started = time.monotonic()
        stage = Stage(self._bars, self._bars.add_task(title, total=total))
        yield stage
        self._bars.update(stage._task, total=stage.done or 1, completed=stage.done or 1)  # type: ignore[arg-type]
        if not self._console.is_terminal:
            rows = f" {stage.done:,}" if stage.done else ""
            self._console.print(f"✓ {title}{rows} ({time.monotonic() - started:.1f} s)")
