"""Which limit each new clock of a case has: its standard row's, or the city's own rules'."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.core.exceptions import ObjectDoesNotExist

from cases.clocks.effects import Kind
from cases.models import Case, ClockRules, Origin
from grids.models import City
from standards.calendars import calendar_of
from standards.clocks import Limit, Unit, due_at
from standards.models import CaseClass, StandardRow

HOUR: Final = timedelta(hours=1)


def rules_of(city: City) -> ClockRules:
    """Return what the city decided about its clocks, or the defaults."""
    try:
        return city.clock_rules
    except ObjectDoesNotExist:
        return ClockRules(city=city)


def row_of(case: Case) -> StandardRow | None:
    """Return the standard row of a case; one that was loaded has its class's usual row."""
    if case.standard_row_id is not None or case.origin == Origin.REPORTED:
        return case.standard_row
    at = case.filed_at or case.dispatched_at or case.reported_at
    return usual_row(case, at)


def usual_row(case: Case, at: datetime) -> StandardRow | None:
    """Return the first row of the case's class in the books in force."""
    code = CaseClass.objects.filter(pk=case.case_class_id).values("code")
    return StandardRow.objects.of(case.city, at).filter(class_code__in=code).first()


def limits_of(rules: ClockRules, row: StandardRow | None) -> Mapping[Kind, Limit | None]:
    """Return the limit of a new clock of each kind."""
    desk = Unit(rules.desk_unit)
    return {
        Kind.VERIFY: Limit(rules.verify_h, desk),
        Kind.FILE: Limit(rules.file_h, desk),
        Kind.DISPATCH: Limit(rules.dispatch_h, desk),
        Kind.CHECK: Limit(rules.check_h, desk),
        Kind.CLOSE: Limit(rules.close_h, desk),
        Kind.HANDLE: row.limit if row else None,
        Kind.CASE: _case_limit(rules, row) if row else None,
    }


def _case_limit(rules: ClockRules, row: StandardRow) -> Limit:
    """The row's closing limit; else the department's, longer by what the centre itself needs."""
    if (closing := row.closing_limit) is not None:
        return closing
    if not rules.allowance_h:
        return row.limit
    unit = Unit.URGENT_HOUR if row.limit.unit.continuous else Unit.WORKING_HOUR
    hours = Decimal(row.limit.length // timedelta(seconds=36)) / 100
    return Limit(hours + rules.allowance_h, unit)


def errand_due_at(case: Case, kind: Kind, at: datetime) -> datetime | None:
    """Return by when a collector who is sent now has to be done."""
    limit = limits_of(rules_of(case.city), None)[kind]
    return due_at(at, limit, calendar_of(case.city).usual) if limit else None
