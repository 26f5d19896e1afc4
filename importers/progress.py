"""Bars for people who wait, on stderr; nothing where nobody watches."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

STEPS = {
    "table": "读取与检查 reading and checking",
    "load": "入格、载入与历史 snapping, loading, history",
    "read": "读取图层 reading layers",
    "coverage": "修补边界 mending borders",
    "cells": "划分网格 laying cells",
    "store": "入库 storing",
}


class Bars:
    """One bar per step: of known length for a file, running to and fro for the rest."""

    def __init__(self, total_bytes: int | None = None) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self._total_bytes = total_bytes

    def __enter__(self) -> Self:
        self._progress.start()
        if self._total_bytes is not None:
            self._progress.add_task(STEPS["table"], total=self._total_bytes)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self._end_last()
        self._progress.stop()

    def read(self, done_bytes: int) -> None:
        self._progress.update(self._progress.task_ids[-1], completed=done_bytes)

    def step(self, name: str) -> None:
        self._end_last()
        self._progress.add_task(STEPS[name], total=None)

    def _end_last(self) -> None:
        for task in self._progress.task_ids[-1:]:
            total = self._progress.tasks[-1].total or 1
            self._progress.update(task, total=total, completed=total)
