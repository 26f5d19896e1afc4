"""签收 and 派往处置单位: the second level of command takes a case and sends it on."""

from __future__ import annotations

from uuid import UUID

from cases.errors import NotADispatchTarget, OrganizationMissing
from cases.models import Case
from cases.stages.dispatch import organization_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def acknowledge(*, step: Step) -> Case:
    """The sub-platform has seen the case."""
    return take(step, Verb.ACKNOWLEDGE)


def assign(*, step: Step, unit_id: UUID | None) -> Case:
    """Send the case on to a unit below the sub-platform.

    Raises:
        OrganizationMissing, OrganizationUnknown, NotADispatchTarget: no unit of this sub-platform.
    """
    if unit_id is None:
        raise OrganizationMissing
    unit = organization_of(step, unit_id)

    def changes(case: Case) -> dict[str, object]:
        if unit.parent_id != case.organization_id:
            raise NotADispatchTarget(organization=unit.name)
        return {"unit": unit}

    return take(step, Verb.ASSIGN, changes, data={"unit": str(unit.pk)})
