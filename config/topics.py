"""The live topics of this installation."""

from cases.topics import ALARM_NEWS, CASE_NEWS, NOTE_NEWS, TASK_NEWS
from live.topics import registry


def register_topics() -> None:
    """Fill the registry; each topic is declared in its own room."""
    registry.register(CASE_NEWS, TASK_NEWS, ALARM_NEWS, NOTE_NEWS)
