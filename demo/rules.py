"""The demo city's routing: who gets a case of which class where.

Counties first, each for its own ground; then the trades by `data/routing.csv`, in its order; then
the territorial platform and the unit of the street (属地).
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo.figures import OPENED_AT
from demo.organizations import Organizations, platform_of, street_unit_code
from departments.models import RoutingRule, RuleSet
from grids.models import City, Generation, Street

ROUTING_FILE: Final = Path(__file__).parent / "data" / "routing.csv"

COUNTIES: Final = ("430321", "430381", "430382")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRule:
    """One rule by codes, before its organisations exist as rows."""

    class_code: str = ""
    district: str = ""
    street: str = ""
    organization: str
    unit: str = ""
    reason: str

    @property
    def condition(self) -> dict[str, list[str]]:
        """The condition as it is stored: what is not asked is left out."""
        said = {
            "classes": self.class_code,
            "districts": self.district,
            "streets": self.street,
        }
        return {name: [code] for name, code in said.items() if code}


def create_rules(city: City, generation: Generation, organizations: Organizations) -> None:
    """Create the routing rules, in steps of ten so that a city can put one between."""
    streets = Street.objects.filter(generation=generation).values_list("code", "name")
    rules = [*_county_rules(list(streets)), *_trade_rules(), *_territorial_rules(list(streets))]
    book = RuleSet.objects.create(city=city, name="现行派遣规则（演示）", valid_from=OPENED_AT)
    RoutingRule.objects.bulk_create(
        RoutingRule(
            rule_set=book,
            order=order,
            condition=rule.condition,
            organization=organizations[rule.organization],
            unit=organizations[rule.unit] if rule.unit else None,
            reason=rule.reason,
        )
        for order, rule in zip(range(10, 10 * (len(rules) + 1), 10), rules, strict=True)
    )


def _county_rules(streets: list[tuple[str, str]]) -> list[DraftRule]:
    return [rule for rule in map(_street_rule, streets) if rule.street[:6] in COUNTIES]


def _territorial_rules(streets: list[tuple[str, str]]) -> list[DraftRule]:
    return [rule for rule in map(_street_rule, streets) if rule.street[:6] not in COUNTIES]


def _street_rule(street: tuple[str, str]) -> DraftRule:
    code, name = street
    return DraftRule(
        street=code,
        organization=platform_of(code),
        unit=street_unit_code(code),
        reason=f"属地：{name}",
    )


def _trade_rules() -> list[DraftRule]:
    with ROUTING_FILE.open(encoding="utf-8", newline="") as file:
        return [DraftRule(**row) for row in csv.DictReader(file)]
