"""派遣: the command centre gives a filed case to a first-level department."""

from __future__ import annotations

from uuid import UUID

from cases.errors import NotADispatchTarget, OrganizationMissing
from cases.models import Case
from cases.stages.step import Step, take
from cases.verbs import Verb
from departments.models import DISPATCH_TARGETS, Organization, OrganizationUnknown


def dispatch(*, step: Step, organization_id: UUID | None) -> Case:
    """Dispatch to a first-level department; its own dispatcher sends it on.

    Raises:
        OrganizationMissing, OrganizationUnknown, NotADispatchTarget: nobody to send it to.
    """
    organization = target_of(step, organization_id)
    changes = {"organization": organization, "unit": None, "dispatched_at": step.at}
    return take(step, Verb.DISPATCH, changes, data={"organization": str(organization.pk)})


def target_of(step: Step, organization_id: UUID | None) -> Organization:
    """Return the first-level department that was named, or raise as `dispatch` does."""
    if organization_id is None:
        raise OrganizationMissing
    organization = organization_of(step, organization_id)
    if organization.kind not in DISPATCH_TARGETS:
        raise NotADispatchTarget(organization=organization.name)
    return organization


def organization_of(step: Step, organization_id: UUID) -> Organization:
    """Return an organisation of the case's city, or raise OrganizationUnknown."""
    found = Organization.objects.filter(pk=organization_id, city__cases=step.case_id).first()
    if found is None:
        raise OrganizationUnknown(what=organization_id)
    return found
