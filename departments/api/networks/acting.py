"""Whose command it is, and which draft it is for: read the same way by every view here."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request

from departments.api.acting import actor_from
from grids.drafts.rights import EDIT_NETWORK, PUBLISH_NETWORK, require
from grids.editing.recording import Command, Given, draft_of
from grids.models import EditVerb, NetworkDraft


def draft_for(request: Request, draft: UUID) -> NetworkDraft:
    """Return the draft for somebody who may edit or publish; or DraftUnknown, NetworkNotYours."""
    found = draft_of(draft)
    require(actor_from(request), found.city, EDIT_NETWORK, PUBLISH_NETWORK)
    return found


def given_by(request: Request, draft: UUID, id: UUID, verb: EditVerb, command: Command) -> Given:
    return Given(
        id=id,
        draft_id=draft,
        actor=actor_from(request),
        at=timezone.now(),
        verb=verb,
        command=command,
    )
