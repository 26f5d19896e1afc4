"""并案: two reports of one problem become one case; who reported either follows both."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from cases.errors import CannotMerge
from cases.models import Case
from cases.stages.step import Step, take
from cases.states import ENDED
from cases.verbs import Verb


@transaction.atomic
def merge(*, step: Step, into_id: UUID | None) -> Case:
    """Merge a report into a case that is still open, in the same city.

    Raises:
        CannotMerge: there is no such case that the actor may see, or it is merged or ended itself.
    """
    _lock_both(step.case_id, into_id)
    into = Case.objects.visible_to(step.actor).filter(pk__in=[into_id]).first()
    if into is None or into.pk == step.case_id or into.state in ENDED:
        raise CannotMerge

    def changes(case: Case) -> dict[str, object]:
        if into.city_id != case.city_id or case.followers.exists():
            raise CannotMerge
        return {"merged_into": into}

    def followed(case: Case) -> None:
        _tell_followers(into.pk)

    return take(step, Verb.MERGE, changes, data={"into": str(into.pk)}, also=followed)


@transaction.atomic
def unmerge(*, step: Step) -> Case:
    """Undo a merge: the report stands alone again."""
    into_id = Case.objects.filter(pk=step.case_id).values_list("merged_into", flat=True).first()
    _lock_both(step.case_id, into_id)

    def followed(case: Case) -> None:
        if into_id is not None:
            _tell_followers(into_id)

    return take(step, Verb.UNMERGE, {"merged_into": None}, also=followed)


def _lock_both(case_id: UUID, into_id: UUID | None) -> None:
    """Both rows, in one order: of two reports that are merged into each other at once, one goes."""
    both = Case.objects.select_for_update(of=("self",)).filter(pk__in=[case_id, into_id])
    list(both.order_by("pk").values("pk"))


def _tell_followers(into_id: UUID) -> None:
    """Write on a case which accounts follow it now."""
    reports = Case.objects.filter(merged_into=into_id, reporter_account__isnull=False)
    accounts = sorted(set(reports.values_list("reporter_account_id", flat=True)), key=str)
    Case.objects.filter(pk=into_id).update(follower_ids=accounts)
