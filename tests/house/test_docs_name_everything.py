"""The docs about a case cannot go stale: they name every state and verb, and the picture is drawn
from the table as it is."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.diagram.svg import draw
from cases.management.commands.draw_states import drawn
from cases.states import State
from cases.transitions import TRANSITIONS, Transition
from cases.verbs import Verb
from cases.words import named

ROOT = Path(__file__).resolve().parents[2]
STORIES = ("docs/explanation/life-of-a-case.md", "docs/explanation/life-of-a-case.zh.md")


def test_the_picture_and_the_page_are_those_of_the_table() -> None:
    for name, text in drawn().items():
        assert (ROOT / name).read_text() == text, f"{name} is stale: run manage.py draw_states"


@pytest.mark.parametrize("story", STORIES)
def test_the_story_tells_of_every_state_and_verb(story: str) -> None:
    told = (ROOT / story).read_text()
    untold = [term for term in (*State, *Verb) if f"`{term}`" not in told]
    assert untold == []
    unnamed = [state for state in State if named(state).zh not in told]
    assert unnamed == []


def test_the_picture_shows_every_state_and_every_verb_that_is_pressed() -> None:
    picture = draw(TRANSITIONS)
    for term in (*State, *Verb):
        assert named(term).zh in picture or term is Verb.ADOPT


def test_a_table_with_one_edge_more_is_another_picture() -> None:
    more = (*TRANSITIONS, Transition(State.CLOSED, Verb.REWORK, State.HANDLING))
    assert draw(more) != draw(TRANSITIONS)


def test_a_stale_picture_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    more = (*TRANSITIONS, Transition(State.CLOSED, Verb.REWORK, State.HANDLING))
    monkeypatch.setattr("cases.management.commands.draw_states.TRANSITIONS", more)
    with pytest.raises(CommandError, match="draw_states"):
        call_command("draw_states", "--check")
