"""From the city's rows to the frozen rules that are decided by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Max

from departments.condition_form import ConditionUnreadable, read
from departments.condition_words import words_of
from departments.conditions import Condition
from departments.models import Organization, RoutingRule, RuleSet
from departments.rule_checks import Known
from departments.rules import Evidence, NextBest, Party, Rule
from gis_core.kept import remember
from grids.models import City


def rules_of(city: City, at: datetime) -> list[Rule]:
    """Return the rules of the set in force, in their order; none where there is no such set."""
    found = RuleSet.objects.in_force(city, at)
    return [] if found is None else rules_in(found, at)


def rules_in(rule_set: RuleSet, at: datetime | None = None) -> list[Rule]:
    """Return the rules of a set in their order; only those in force at `at`, where it is given."""
    state = _state_of(rule_set)
    kept, rules = _kept.get(rule_set.pk, (None, ()))
    if kept != state:
        _, rules = remember(_kept, rule_set.pk, (state, _read(rule_set)), at_most=_KEPT_AT_MOST)
    return [rule for rule in rules if at is None or rule.is_valid_at(at)]


_KEPT_AT_MOST: Final = 32
_State = tuple[int | None, ...]
_kept: dict[UUID, tuple[_State | None, tuple[Rule, ...]]] = {}
"""Rules as they were read, by set, with the state of the tables that they were read from."""


def _state_of(rule_set: RuleSet) -> _State:
    """Return what changes with any change of a rule of the set or an organisation of its city.

    Row history is append-only and written by triggers, whoever changes a row: its length and its
    newest key say whether anything has happened.
    """
    said = []
    for history, of in (
        (_rule_history(), {"rule_set": rule_set.pk}),
        (_organization_history(), {"city": rule_set.city_id}),
    ):
        rows = history.objects.filter(**of)
        said += rows.aggregate(n=Count("pgh_id"), last=Max("pgh_id")).values()
    return tuple(said)


def _rule_history() -> Any:
    return apps.get_model("departments", "RoutingRuleHistory")


def _organization_history() -> Any:
    return apps.get_model("departments", "OrganizationHistory")


def _read(rule_set: RuleSet) -> tuple[Rule, ...]:
    rows = list(RoutingRule.objects.filter(rule_set=rule_set).order_by("order").values(*_COLUMNS))
    runners_up = _parties(rule_set.city_id, rows)
    return tuple(rule_of(row, runners_up) for row in rows)


_COLUMNS = (
    "id", "order", "condition", "standard_row_id", "joint", "reason", "evidence", "next_best",
    "valid_from", "valid_to", "organization_id", "organization__name", "organization__name_en",
    "unit_id", "unit__name", "unit__name_en",
)  # fmt: skip


def rule_of(row: Mapping[str, Any], runners_up: Mapping[str, Party]) -> Rule:
    """Return the rule that a row of `_COLUMNS` says."""
    condition, unreadable = _condition(row["condition"])
    return Rule(
        id=row["id"],
        order=row["order"],
        condition=condition,
        unreadable=unreadable,
        organization=Party(
            row["organization_id"], row["organization__name"], row["organization__name_en"]
        ),
        unit=_unit(row),
        standard_row=row["standard_row_id"],
        joint=tuple(row["joint"]),
        reason=row["reason"],
        evidence=evidence_of(row["evidence"]),
        next_best=tuple(_next_best(row["next_best"], runners_up)),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def named(rules: Iterable[Rule], known: Known) -> list[Rule]:
    """Return the rules with their conditions in words."""
    return [replace(rule, words=words_of(rule.condition, known.names)) for rule in rules]


def party_of(organization: Organization) -> Party:
    return Party(organization.pk, organization.name, organization.name_en)


def evidence_of(said: Mapping[str, Any] | None) -> Evidence | None:
    if not said:
        return None
    since = date.fromisoformat(said["since"])
    return Evidence(times=said["times"], hits=said["hits"], since=since)


def _condition(said: Any) -> tuple[Condition, str]:
    """Return the condition, or an empty one and what cannot be read."""
    try:
        return read(said), ""
    except ConditionUnreadable as error:
        return Condition(), str(error)


def _unit(row: Mapping[str, Any]) -> Party | None:
    if row["unit_id"] is None:
        return None
    return Party(row["unit_id"], row["unit__name"], row["unit__name_en"])


def _parties(city_id: UUID, rows: Iterable[Mapping[str, Any]]) -> dict[str, Party]:
    """Return the organisations that the rows name by code, in one statement."""
    said = [best for row in rows for best in row["next_best"]]
    codes = {best.get(name) for best in said for name in ("organization", "unit")} - {None}
    if not codes:
        return {}
    found = Organization.objects.filter(city=city_id, code__in=codes)
    return {o.code: party_of(o) for o in found.only("code", "name", "name_en")}


def _next_best(
    said: Iterable[Mapping[str, Any]], parties: Mapping[str, Party]
) -> Iterable[NextBest]:
    """Yield the runners-up; one that is gone is left out, for it is no rule's result."""
    for best in said:
        if organization := parties.get(best["organization"]):
            unit = parties.get(best.get("unit") or "")
            yield NextBest(organization=organization, unit=unit, times=best["times"])
