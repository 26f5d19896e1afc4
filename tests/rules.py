"""Rules of the cast's city, as a test needs them: put into force at once, past the door."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from departments.models import RoutingRule, RuleSet
from tests.factories import OPENED_AT, Cast


def rule_set(cast: Cast, name: str = "现行规则", *, since: datetime | None = OPENED_AT) -> RuleSet:
    """Make a set in force since the city began; `since` None = a draft."""
    return RuleSet.objects.create(city=cast.city, name=name, valid_from=since)


def rule(
    cast: Cast, order: int, to: str, *, into: RuleSet | None = None, unit: str = "", **said: Any
) -> RoutingRule:
    """Add a rule to the set in force (or `into`): conditions by name, and `reason` and the like."""
    book = into or RuleSet.objects.filter(city=cast.city, valid_from__isnull=False).first()
    columns = {field.name for field in RoutingRule._meta.get_fields()}
    return RoutingRule.objects.create(
        rule_set=book or rule_set(cast),
        order=order,
        organization=cast.organizations[to],
        unit=cast.organizations[unit] if unit else None,
        condition={name: value for name, value in said.items() if name not in columns},
        **{name: value for name, value in said.items() if name in columns},
    )
