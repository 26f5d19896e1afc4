"""The door through which every edit of a draft goes: once per id, whole or not at all, recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db import IntegrityError, transaction

from gis_core.actor import Actor
from gis_core.geometry import TICKS_PER_DEGREE
from grids.drafts.errors import CommandReused, DraftEnded, DraftUnknown, NothingChanged
from grids.drafts.rights import EDIT_NETWORK, require
from grids.editing.bulk import write_over
from grids.editing.patch import Patch
from grids.editing.rows import Level, Row
from grids.models import DraftState, EditVerb, Generation, NetworkDraft, NetworkEdit
from grids.plane import Plane
from grids.refusals import network_refusals

Command = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Given:
    """A command as it came: who gives it, when, under which id, to which draft."""

    id: UUID
    draft_id: UUID
    actor: Actor
    at: datetime
    verb: EditVerb
    command: Command


@dataclass(frozen=True)
class Outcome:
    """What a verb did: rows before and after as JSON, and the edit that it takes back, if any."""

    before: dict[str, list[dict[str, Any]]]
    after: dict[str, list[dict[str, Any]]]
    changed: dict[str, list[str]]
    bbox: list[float] | None
    undoes: NetworkEdit | None = None


def draft_of(id: UUID, *, lock: bool = False) -> NetworkDraft:
    """Return the draft or raise DraftUnknown; locked, so that edits of it take turns."""
    rows = NetworkDraft.objects.select_related("city", "generation", "base")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=id).first()
    if found is None:
        raise DraftUnknown(what=id)
    return found


def repeated(given: Given) -> NetworkEdit | None:
    """Return the edit that this very command made before; None where the id is new.

    Raises CommandReused where the id stands for another command.
    """
    known = NetworkEdit.objects.filter(pk=given.id).first()
    if known is None:
        return None
    same = (known.draft_id, known.verb, known.command) == (
        given.draft_id,
        given.verb,
        dict(given.command),
    )
    if not same:
        raise CommandReused
    return known


def open_generation(draft: NetworkDraft) -> Generation:
    if draft.status != DraftState.OPEN or draft.generation is None:
        raise DraftEnded
    return draft.generation


def locked_draft(given: Given, *, verb: str = EDIT_NETWORK) -> NetworkDraft:
    """Return the draft for the command, its row locked; raise unless the actor may change it."""
    draft = draft_of(given.draft_id, lock=True)
    require(given.actor, draft.city, verb)
    return draft


def keep(given: Given, draft: NetworkDraft, outcome: Outcome) -> NetworkEdit:
    """Record the command as the draft's next edit."""
    try:
        with transaction.atomic():
            return NetworkEdit.objects.create(
                pk=given.id,
                draft=draft,
                sequence=draft.edits.count() + 1,
                verb=given.verb,
                command=dict(given.command),
                before=outcome.before,
                after=outcome.after,
                changed=outcome.changed,
                bbox=outcome.bbox,
                undoes=outcome.undoes,
                by_id=given.actor.user_id,
                at=given.at,
            )
    except IntegrityError as twice:
        raise CommandReused from twice


def write(patch: Patch) -> Outcome:
    """Write what the edit made of the patch, and return it as it is recorded."""
    _measure(patch)
    pairs = list(patch.changed())
    outcome = outcome_of(pairs)
    with network_refusals():
        write_over(patch.generation, outcome.before, outcome.after)
    return outcome


def _measure(patch: Patch) -> None:
    """Give every cell that changed its square metres."""
    cells = [now for _, now in patch.changed() if now and now.level is Level.CELL]
    if not cells:
        return
    plane = Plane(patch.generation.city.metre_srid)
    for row, area_m2 in zip(
        cells, plane.area_m2(np.array([row.shape for row in cells])), strict=True
    ):
        patch.put(row.saying(area_m2=float(area_m2)))


def outcome_of(pairs: list[tuple[Row | None, Row | None]]) -> Outcome:
    before: dict[str, list[dict[str, Any]]] = {}
    after: dict[str, list[dict[str, Any]]] = {}
    changed: dict[str, list[str]] = {"removed": [], "added": [], "changed": []}
    for was, now in pairs:
        for row, side in ((was, before), (now, after)):
            if row is not None:
                side.setdefault(str(row.level), []).append(row.written())
        told = now or was
        if told is not None and told.level is Level.CELL:
            kind = "added" if was is None else "removed" if now is None else "changed"
            changed[kind].append(told.code)
    if not before and not after:
        raise NothingChanged
    return Outcome(before, after, {k: sorted(v) for k, v in changed.items()}, _bbox(pairs))


def _bbox(pairs: list[tuple[Row | None, Row | None]]) -> list[float] | None:
    """Box in degrees around the cells that changed."""
    shapes = [
        row.shape for pair in pairs for row in pair if row is not None and row.level is Level.CELL
    ]
    if not shapes:
        return None
    return [round(edge / TICKS_PER_DEGREE, 7) for edge in shapely.total_bounds(shapes).tolist()]
