"""From a case's row to the frozen facts that guards read."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases.guards import Appeal, Asked, CaseFacts
from cases.models import Case, CasePractice, Source
from cases.states import State

PUBLIC_SOURCES: Final = frozenset({Source.CITIZEN, Source.PHONE, Source.MEDIA, Source.ONLINE})
"""Channels whose reports nobody of the city has seen: they are verified before they are filed."""


def facts_of(case: Case, *, at: datetime) -> CaseFacts:
    """Return what guards need to know of a case at a moment."""
    return CaseFacts(
        state=State(case.state),
        city_id=case.city_id,
        organization_id=case.organization_id,
        unit_id=case.unit_id,
        area_codes=frozenset({case.district_code, case.street_code}),
        from_public=case.source in PUBLIC_SOURCES,
        verified=case.verified,
        reporter_id=case.reporter_account_id,
        task_for=case.errand_for_id,
        finder_may_check=_finder_may_check(case),
        co_organization_ids=frozenset(case.co_open),
        asked=Asked(case.asked),
        returns=case.returns,
        extensions=case.extensions,
        ruling_open=case.ruling_open,
        decision_due=case.handed_over and not case.decision_number,
        overdue=_overdue(case, at),
        appeal=Appeal(case.appeal),
    )


def _finder_may_check(case: Case) -> bool:
    """Whether the city lets the finder check; asked only where it matters."""
    return case.state == State.CHECKING and CasePractice.of(case.city).finder_may_check


def _overdue(case: Case, at: datetime) -> bool:
    """Whether a mark stands on the case or on its department."""
    if case.overdue_at is not None or case.department_overdue_at is not None:
        return True
    if case.due_at is None:
        return False
    return (case.replied_at or case.closed_at or at) > case.due_at
