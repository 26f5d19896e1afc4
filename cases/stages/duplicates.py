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
    # Both rows, in one order: two reports that are merged into each other at once must not both go.
    both = Case.objects.select_for_update(of=("self",)).filter(pk__in=[step.case_id, into_id])
    list(both.order_by("pk").values("pk"))
    into = Case.objects.visible_to(step.actor).filter(pk__in=[into_id]).first()
    if into is None or into.pk == step.case_id or into.state in ENDED:
        raise CannotMerge

    def changes(case: Case) -> dict[str, object]:
        if into.city_id != case.city_id or case.followers.exists():
            raise CannotMerge
        return {"merged_into": into}

    return take(step, Verb.MERGE, changes, data={"into": str(into.pk)})


def unmerge(*, step: Step) -> Case:
    """Undo a merge: the report stands alone again."""
    return take(step, Verb.UNMERGE, {"merged_into": None})
