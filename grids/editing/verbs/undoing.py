"""Taking an edit back, exactly; taking that back again is the redo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from grids.drafts.errors import AlreadyUndone, EditUnknown, TouchedSince
from grids.editing.bulk import Written, write_over
from grids.editing.patch import read_rows
from grids.editing.recording import Command, Outcome
from grids.editing.rows import Level
from grids.models import Generation, NetworkDraft, NetworkEdit
from grids.refusals import network_refusals


def undo(generation: Generation, command: Command, draft: NetworkDraft) -> Outcome:
    """Put every row of `edit` back as it was before it.

    Raises EditUnknown, AlreadyUndone; TouchedSince where a later edit changed one of the rows.
    """
    edit = draft.edits.filter(pk=command["edit"]).first()
    if edit is None:
        raise EditUnknown(what=command["edit"])
    if NetworkEdit.objects.filter(undoes=edit).exists():
        raise AlreadyUndone
    _check_untouched(generation, edit.before, edit.after)
    with network_refusals():
        write_over(generation, edit.after, edit.before)
    told = edit.changed
    changed = {
        "removed": told["added"],
        "added": told["removed"],
        "changed": sorted(row["code"] for row in _cells_in_both(edit)),
    }
    return Outcome(edit.after, edit.before, changed, edit.bbox, undoes=edit)


def _cells_in_both(edit: NetworkEdit) -> list[dict[str, Any]]:
    """The edit's cells that were there before and after, as they are again."""
    after = {row["id"] for row in edit.after.get(Level.CELL, [])}
    return [row for row in edit.before.get(Level.CELL, []) if row["id"] in after]


def _check_untouched(generation: Generation, before: Written, after: Written) -> None:
    """Refuse unless the rows are exactly as the edit left them."""
    touched: list[str] = []
    for level in Level:
        expected = {row["id"]: row for row in after.get(level, [])}
        keys = {*expected, *(row["id"] for row in before.get(level, []))}
        which = Q(pk__in=[UUID(key) for key in keys])
        now = {str(row.id): row.written() for row in read_rows(generation, level, which)}
        touched += [
            (now.get(key) or expected.get(key) or {"code": key})["code"]
            for key in keys
            if now.get(key) != expected.get(key)
        ]
    if touched:
        raise TouchedSince(codes=", ".join(sorted(touched)[:10]))
