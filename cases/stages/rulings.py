"""现场确权: all sides meet on the spot to say whose it is; meanwhile the area's unit acts."""

from __future__ import annotations

from uuid import UUID

from cases.models import Case
from cases.stages.dispatch import target_of
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def call_ruling(*, step: Step, fallback_id: UUID | None) -> Case:
    """Call a ruling; the territorial department (属地兜底) handles meanwhile.

    Raises:
        OrganizationMissing, OrganizationUnknown, NotADispatchTarget: nobody to handle meanwhile.
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
    return take(step, Verb.CALL_RULING, changes, data={"fallback": str(fallback.pk)})


def rule(*, step: Step, owner_id: UUID | None) -> Case:
    """Record the ruling: it stays where it is, or goes to the owner that was found.

    Raises:
        OrganizationMissing, OrganizationUnknown, NotADispatchTarget: no owner was named.
        ReasonMissing: a ruling must say what it rests on.
    """
    reason_of(step, Verb.RULE)
    owner = target_of(step, owner_id)
    said = {"owner": str(owner.pk)}
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
