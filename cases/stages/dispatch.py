"""派遣: the command centre gives a filed case to a first-level department."""

from __future__ import annotations

from uuid import UUID

from cases.errors import NotADispatchTarget, OrganizationMissing
from cases.models import Case
from cases.stages.step import Step, take
from cases.verbs import Verb
from departments.models import DISPATCH_TARGETS, Organization, OrganizationUnknown


def dispatch(*, step: Step, organization_id: UUID | None, unit_id: UUID | None = None) -> Case:
    """Dispatch to a first-level department, and at once to a unit below it where one is named.

    Raises:
        OrganizationMissing, OrganizationUnknown, NotADispatchTarget: nobody to send it to.
    """
    if organization_id is None:
        raise OrganizationMissing
    organization = _in_the_case_s_city(step, organization_id)
    if organization.kind not in DISPATCH_TARGETS:
        raise NotADispatchTarget(organization=organization.name)
    unit = None if unit_id is None else _in_the_case_s_city(step, unit_id)
    if unit is not None and unit.parent_id != organization.pk:
        raise NotADispatchTarget(organization=unit.name)
    changes = {"organization": organization, "unit": unit, "dispatched_at": step.at}
    return take(step, Verb.DISPATCH, changes)


def _in_the_case_s_city(step: Step, organization_id: UUID) -> Organization:
    found = Organization.objects.filter(pk=organization_id, city__cases=step.case_id).first()
    if found is None:
        raise OrganizationUnknown(what=organization_id)
    return found
