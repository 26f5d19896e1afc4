"""The end of a draft: it takes effect at a date, or is thrown away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from grids.drafts.copying import digest_of
from grids.drafts.errors import BaseChanged, DatePast, FindingsLeft
from grids.drafts.findings import findings_of
from grids.drafts.found import Severity
from grids.drafts.rights import EDIT_NETWORK, PUBLISH_NETWORK
from grids.editing.recording import Given, Outcome, keep, locked_draft, open_generation, repeated
from grids.models import City, DraftState, Generation, NetworkDraft
from grids.refusals import network_refusals

CLOCK_SKEW: Final = timedelta(minutes=5)
"""A date this little in the past means now: the client's clock."""

_NOTHING = Outcome({}, {}, {"removed": [], "added": [], "changed": []}, None)


def publish(given: Given, *, valid_from: datetime) -> NetworkDraft:
    """Put the draft in force from `valid_from`, and end its base there.

    Raises:
        NetworkNotYours, DraftUnknown, DraftEnded, CommandReused, DatePast.
        BaseChanged: the base is no longer the last network in force, or not as it was copied.
        FindingsLeft: a check found an error; warnings do not hold it up.
    """
    with transaction.atomic():
        draft = locked_draft(given, verb=PUBLISH_NETWORK)
        if repeated(given) is not None:
            return draft
        generation = open_generation(draft)
        if valid_from < given.at - CLOCK_SKEW:
            raise DatePast(at=timezone.localtime(valid_from).isoformat(timespec="minutes"))
        base = _unchanged_base(draft)
        _refuse_findings(generation)
        _put_in_force(generation, base, max(valid_from, given.at))
        return _ended(given, draft, DraftState.PUBLISHED)


def base_changed(draft: NetworkDraft) -> bool:
    """Whether the base has changed since it was copied, or another network follows it."""
    return draft.base.valid_to is not None or digest_of(draft.base) != draft.base_digest


def _unchanged_base(draft: NetworkDraft) -> Generation:
    # Whoever changes the base or follows it takes the same two locks.
    City.objects.select_for_update().get(pk=draft.city_id)
    draft.base = Generation.objects.select_for_update().get(pk=draft.base_id)
    if base_changed(draft):
        raise BaseChanged(number=draft.base.number)
    return draft.base


def _refuse_findings(generation: Generation) -> None:
    errors = [each for each in findings_of(generation) if each.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        raise FindingsLeft(count=len(errors), example_zh=first.zh, example_en=first.en)


def _put_in_force(generation: Generation, base: Generation, at: datetime) -> None:
    """End the base and begin the draft at one moment; the database checks the network again."""
    with network_refusals():
        base.valid_to = at
        base.save(update_fields=["valid_to"])
        generation.valid_from = at
        generation.save(update_fields=["valid_from"])


def discard(given: Given) -> NetworkDraft:
    """Throw the draft's rows away; the draft and its edits stay on record.

    Raises NetworkNotYours, DraftUnknown, DraftEnded, CommandReused.
    """
    with transaction.atomic():
        draft = locked_draft(given, verb=EDIT_NETWORK)
        if repeated(given) is not None:
            return draft
        generation = open_generation(draft)
        draft.generation = None
        ended = _ended(given, draft, DraftState.DISCARDED)
        _delete_rows(generation)
        return ended


def _delete_rows(generation: Generation) -> None:
    with connection.cursor() as cursor:
        for level in ("cell", "community", "street", "district"):
            cursor.execute(
                f"DELETE FROM grids_{level} WHERE generation_id = %s",  # noqa: S608
                [generation.pk],
            )
        cursor.execute("DELETE FROM grids_generation WHERE id = %s", [generation.pk])


def _ended(given: Given, draft: NetworkDraft, status: DraftState) -> NetworkDraft:
    keep(given, draft, _NOTHING)
    draft.status = status
    draft.decided_by_id = given.actor.user_id
    draft.decided_at = given.at
    draft.save()
    return draft
