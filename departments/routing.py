"""From the city's rows to the frozen rules that `departments.rules` decides by."""

from datetime import datetime

from departments.models import Organization, RoutingRule
from departments.rules import Party, Rule
from grids.models import City


def rules_of(city: City, at: datetime) -> list[Rule]:
    """Return the rules in force, in their order, in one query."""
    rows = RoutingRule.objects.of(city, at).select_related("organization", "unit")
    return [rule_of(row) for row in rows.defer("organization__area", "unit__area")]


def rule_of(row: RoutingRule) -> Rule:
    return Rule(
        order=row.order,
        class_prefix=row.class_prefix,
        district_code=row.district_code,
        street_code=row.street_code,
        organization=party_of(row.organization),
        unit=party_of(row.unit) if row.unit else None,
        reason=row.reason,
    )


def party_of(organization: Organization) -> Party:
    return Party(organization.pk, organization.name, organization.name_en)
