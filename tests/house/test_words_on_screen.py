"""The web client calls states and verbs by the words of `cases.words`."""

import re
from pathlib import Path

import pytest

from cases.states import State
from cases.verbs import Verb
from cases.words import named

TERMS = Path(__file__).parents[2] / "web" / "src" / "i18n"


def words_of(language: str, group: str) -> dict[str, str]:
    """The entries of one group of terms.ts."""
    text = (TERMS / language / "terms.ts").read_text()
    block = re.search(rf"^  {group}: \{{\n(.*?)^  \}},$", text, re.MULTILINE | re.DOTALL)
    assert block, f"terms.ts has no {group}"
    return dict(re.findall(r"^    (\w+): '(.*)',$", block.group(1), re.MULTILINE))


@pytest.mark.parametrize(("group", "terms"), [("state", State), ("verb", Verb)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_screen_uses_the_field_s_own_words(
    language: str, group: str, terms: type[State] | type[Verb]
) -> None:
    shown = {
        term: word.lower().replace("’", "'") for term, word in words_of(language, group).items()
    }
    said = {
        str(term): named(term).spoken(language).lower() for term in terms if term != Verb.RULE_AWAY
    }
    assert {term: shown.get(term) for term in said} == said
