"""立案: an accepted case is established, by a row of the standards, and must now be dispatched."""

from __future__ import annotations

from uuid import UUID

from cases.clocks.limits import usual_row
from cases.models import Case
from cases.stages.step import Step, take
from cases.verbs import Verb
from standards.models import CaseClass, RowUnknown, StandardRow


def file(*, step: Step, standard_row_id: UUID | None = None) -> Case:
    """File an accepted case by this row of its class; by the class's usual row where none is named.

    Raises:
        RowUnknown: the books in force have no such row for this class.
    """

    def changes(case: Case) -> dict[str, object]:
        row = _named(step, case, standard_row_id) if standard_row_id else usual_row(case, step.at)
        return {"filed_at": step.at, "standard_row": row}

    return take(step, Verb.FILE, changes)


def _named(step: Step, case: Case, row_id: UUID) -> StandardRow:
    code = CaseClass.objects.filter(pk=case.case_class_id).values("code")
    rows = StandardRow.objects.of(case.city, step.at).filter(class_code__in=code)
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise RowUnknown(what=row_id)
    return row
