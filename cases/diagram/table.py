"""The same table in words, for the reference: every state, every verb, who has it by default."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from cases.guards import POST_VERB
from cases.states import DONE, ENDED, State
from cases.transitions import Transition
from cases.verbs import BULK_ONLY, Verb
from cases.words import named
from departments.posts import BUNDLES

HEAD = """# States and verbs

Written by `manage.py draw_states` from `cases/transitions.py`; a test fails when it is stale.
The picture is [states.svg](../images/states.svg), the story
[life-of-a-case.md](../explanation/life-of-a-case.md).

## States

| state | 名称 | in English | counted as |
| --- | --- | --- | --- |
"""

VERBS = """
## Verbs

A line for each way of using a verb: from these states, to that one, if these guards hold
(`cases/guards.py`). The posts are those of a new city; a city may change them.

| verb | 名称 | from | to | guards | posts |
| --- | --- | --- | --- | --- | --- |
"""


def write(table: Iterable[Transition]) -> str:
    """Return the reference page of a table of transitions."""
    states = "".join(f"| `{s}` | {named(s).zh} | {named(s).en} | {_counted(s)} |\n" for s in State)
    return HEAD + states + VERBS + "".join(_rows(table))


def _counted(state: State) -> str:
    if state in DONE:
        return "closed"
    return "ended" if state in ENDED else "open"


def _rows(table: Iterable[Transition]) -> Iterator[str]:
    ways: dict[tuple[Verb, State | None, str], list[str]] = defaultdict(list)
    for t in table:
        guards = ", ".join(f"`{guard}`" for guard in t.guards)
        to = None if t.target is t.state else t.target
        ways[t.verb, to, guards].append(f"`{t.state}`" if t.state else "a report")
    for verb in Verb:
        for (of, to, guards), states in ways.items():
            if of is verb:
                target = f"`{to}`" if to else "stays"
                words = f"`{verb}` | {named(verb).zh} | {', '.join(states)} | {target}"
                yield f"| {words} | {guards or '-'} | {_posts(verb)} |\n"


def _posts(verb: Verb) -> str:
    if verb in BULK_ONLY and verb is not Verb.COLLECT:
        return "imports alone"
    needed = POST_VERB.get(verb, verb)
    return ", ".join(bundle.name for bundle in BUNDLES if needed in bundle.verbs)
