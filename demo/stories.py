"""The five stories of the demo city, as `data/stories.toml` tells them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from cases.states import State
from cases.transitions import target
from cases.verbs import Verb

STORIES_FILE: Final = Path(__file__).parent / "data" / "stories.toml"


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """One step of a story. `by` is an account, `in_` an organisation's code, "lead",
    "unit" or ""."""

    verb: Verb
    at: datetime
    post: str
    in_: str
    note: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story as the data file has it.

    `lon`, `lat` (WGS 84) is about where; `crossing` or else `road` says it better. `photos`: role
    -> which picture of `demo.pictures`. `reporter`: the account that sent it in, if one did.
    """

    number: int
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    note_zh: str
    note_en: str
    class_code: str
    source: str
    urgency: str
    road: str
    lon: float
    lat: float
    place_text: str
    problem_text: str
    due_at: datetime
    events: tuple[StoryEvent, ...]
    photos: dict[str, str]
    crossing: str = ""
    reporter: str = ""

    @property
    def ends(self) -> State:
        """Where the story's case stands at its end. Raises ValueError."""
        state: State | None = None
        for event in self.events:
            state = target(state, event.verb)
        if state is None:
            raise ValueError(f"story {self.number} is no life that a case can live")
        return state

    def at(self, verb: Verb) -> datetime:
        """Return when the verb was used last."""
        return max(event.at for event in self.events if event.verb is verb)


@cache
def stories() -> tuple[Story, ...]:
    """Return the stories in their order."""
    with STORIES_FILE.open("rb") as file:
        return tuple(_story(row) for row in tomllib.load(file)["story"])


def _story(row: dict[str, Any]) -> Story:
    events = tuple(
        StoryEvent(
            verb=Verb(event["verb"]),
            at=event["at"],
            post=event["post"],
            in_=event["in"],
            note=event["note"],
            by=event.get("by", ""),
        )
        for event in row.pop("events")
    )
    return Story(class_code=row.pop("class"), events=events, photos=row.pop("photos", {}), **row)
