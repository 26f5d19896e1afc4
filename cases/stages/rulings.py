"""现场确权: all sides meet on the spot to say whose it is; meanwhile the area's unit acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cases.models import Case
from cases.routing.advice import advise
from cases.stages.dispatch import organization_of, target_of
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def call_ruling(*, step: Step, fallback_id: UUID | None, side_ids: Sequence[UUID] = ()) -> Case:
    """Call a ruling; the territorial department (属地兜底) handles meanwhile.

    All sides are recorded: those that are named, else those that meet at the place.

    Raises:
        OrganizationMissing, OrganizationUnknown, NotADispatchTarget: nobody to handle meanwhile,
            or a side that is not there.
        ReasonMissing: it must say what is unclear.
    """
    reason_of(step, Verb.CALL_RULING)
    fallback = target_of(step, fallback_id)
    changes = {
        "organization": fallback,
        "unit": None,
        "dispatched_at": step.at,
        "ruling_open": True,
    }
    named = _sides(step, side_ids)

    def said(case: Case) -> dict[str, Any]:
        return {"fallback": str(fallback.pk), "sides": named or _meeting(case, step)}

    return take(step, Verb.CALL_RULING, changes, data=said)


def rule(*, step: Step, owner_id: UUID | None, side_ids: Sequence[UUID] = ()) -> Case:
    """Record the ruling: it stays where it is, or goes to the owner that was found.

    Raises:
        OrganizationMissing, OrganizationUnknown, NotADispatchTarget: no owner was named.
        ReasonMissing: a ruling must say what it rests on.
    """
    reason_of(step, Verb.RULE)
    owner = target_of(step, owner_id)
    said: dict[str, Any] = {"owner": str(owner.pk)}
    if sides := _sides(step, side_ids):
        said["sides"] = sides
    stays = Case.objects.filter(pk=step.case_id, organization=owner).exists()
    if stays:
        return take(step, Verb.RULE, {"ruling_open": False}, data=said)
    away = {
        "organization": owner,
        "unit": None,
        "dispatched_at": step.at,
        "ruling_open": False,
        "asked": "",
    }
    return take(step, Verb.RULE_AWAY, away, data=said)


def _sides(step: Step, side_ids: Sequence[UUID]) -> list[str]:
    """Return the sides that were named, as the event keeps them. Raises OrganizationUnknown."""
    return [str(organization_of(step, side_id).pk) for side_id in side_ids]


def _meeting(case: Case, step: Step) -> list[str]:
    """Return who meets at the place of a case."""
    border = advise(case, step.at).border
    return [str(side.organization.id) for side in border.sides] if border else []
