"""派遣: the command centre gives a filed case to a first-level department."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cases.errors import NotADispatchTarget, OrganizationMissing
from cases.models import Case
from cases.routing.advice import advise
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb
from departments.models import DISPATCH_TARGETS, Organization, OrganizationUnknown
from departments.suggesting import Suggestion


def dispatch(*, step: Step, organization_id: UUID | None) -> Case:
    """Dispatch to a first-level department; its own dispatcher sends it on.

    The event keeps what was suggested first, and by which rule. Whoever sends it elsewhere says
    why, but for a case that came back: its return says it.

    Raises:
        OrganizationMissing, OrganizationUnknown, NotADispatchTarget: nobody to send it to.
        ReasonMissing: it differs from the first suggestion without a word.
    """
    organization = target_of(step, organization_id)
    changes = {"organization": organization, "unit": None, "dispatched_at": step.at}

    def said(case: Case) -> dict[str, Any]:
        told = {"organization": str(organization.pk)}
        first = next(iter(advise(case, step.at).suggestions), None)
        if first is None:
            return told
        if differs := first.organization.id != organization.pk:
            _ask_why(step, case)
        return {**told, "suggested": _suggested(first), "differs": differs}

    return take(step, Verb.DISPATCH, changes, data=said)


def _ask_why(step: Step, case: Case) -> None:
    if not case.returns:
        reason_of(step, Verb.DISPATCH)


def _suggested(first: Suggestion) -> dict[str, Any]:
    return {
        "organization": str(first.organization.id),
        "unit": str(first.unit.id) if first.unit else None,
        "basis": str(first.basis),
        "rule": str(first.rule_id) if first.rule_id else None,
    }


def target_of(step: Step, organization_id: UUID | None) -> Organization:
    """Return the first-level department that was named, or raise as `dispatch` does."""
    if organization_id is None:
        raise OrganizationMissing
    organization = organization_of(step, organization_id)
    ended = organization.ended_at is not None and organization.ended_at <= step.at
    if organization.kind not in DISPATCH_TARGETS or ended:
        raise NotADispatchTarget(organization=organization.name)
    return organization


def organization_of(step: Step, organization_id: UUID) -> Organization:
    """Return an organisation of the case's city, or raise OrganizationUnknown."""
    found = Organization.objects.filter(pk=organization_id, city__cases=step.case_id).first()
    if found is None:
        raise OrganizationUnknown(what=organization_id)
    return found
