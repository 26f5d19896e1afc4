"""Layouts of their own for tests of the set-up, far from the checkout's var/."""

from pathlib import Path

import pytest
from stack.layout import Layout

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An installation whose var/ is empty."""
    found = Layout(ROOT, tmp_path / "var", tmp_path / "var/run", tmp_path / "var/log")
    found.run.mkdir(parents=True)
    found.log.mkdir()
    return found
