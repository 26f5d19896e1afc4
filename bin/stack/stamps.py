"""What was done already, so that it is not done again: a step's inputs, written down as a hash."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], *words: str) -> str:
    """SHA-256 over the names and contents of files, and over words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        total.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_done(stamp: Path, state: str) -> bool:
    """Whether the step behind this stamp ended well with these inputs."""
    return stamp.exists() and stamp.read_text() == state


def done(stamp: Path, state: str) -> None:
    """Write down that the step ended well."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(state)
