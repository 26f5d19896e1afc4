"""Giving a draft a command: the table of verbs behind the one door of `recording.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.db import transaction

from grids.editing.recording import (
    Command,
    Given,
    Outcome,
    keep,
    locked_draft,
    open_generation,
    repeated,
)
from grids.editing.verbs.assigning import assign
from grids.editing.verbs.cutting import merge, split
from grids.editing.verbs.laying import blocks, lay
from grids.editing.verbs.loading import load
from grids.editing.verbs.moving import move_edge, move_vertex
from grids.editing.verbs.numbers import renumber
from grids.editing.verbs.repairing import repair
from grids.editing.verbs.undoing import undo
from grids.models import EditVerb, Generation, NetworkDraft, NetworkEdit

Verb = Callable[[Generation, Command], Outcome]

VERBS: Final[Mapping[EditVerb, Verb]] = {
    EditVerb.SPLIT: split,
    EditVerb.MERGE: merge,
    EditVerb.MOVE_VERTEX: move_vertex,
    EditVerb.MOVE_EDGE: move_edge,
    EditVerb.LAY: lay,
    EditVerb.BLOCKS: blocks,
    EditVerb.ASSIGN: assign,
    EditVerb.LOAD: load,
    EditVerb.RENUMBER: renumber,
    EditVerb.REPAIR: repair,
}


def perform(given: Given) -> NetworkEdit:
    """Do a command once, in one transaction, and return its record.

    Raises NetworkNotYours, DraftUnknown, DraftEnded, CommandReused, and what the verb refuses;
    nothing is changed then.
    """
    with transaction.atomic():
        draft = locked_draft(given)
        known = repeated(given)
        if known is not None:
            return known
        generation = open_generation(draft)
        generation.city = draft.city
        return keep(given, draft, _outcome(given, draft, generation))


def _outcome(given: Given, draft: NetworkDraft, generation: Generation) -> Outcome:
    if given.verb is EditVerb.UNDO:
        return undo(generation, given.command, draft)
    return VERBS[given.verb](generation, given.command)
