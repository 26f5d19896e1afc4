"""The live topics of this installation."""

from cases.topics import CASE_NEWS
from live.topics import registry


def register_topics() -> None:
    """Fill the registry; each topic is declared in its own room."""
    registry.register(CASE_NEWS)
