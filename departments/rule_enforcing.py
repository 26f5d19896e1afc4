"""Putting a set of rules into force: a leader's word, at a date, where nothing is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from departments.condition_words import Names
from departments.known import known_of
from departments.models import RuleSet, RuleSetState
from departments.routing import rules_in
from departments.rule_checks import Finding, findings
from departments.rule_refusals import (
    EnforcedTooEarly,
    RuleSetBroken,
    RuleSetEmpty,
    RuleSetInForce,
    RulesNotYours,
)
from gis_core.actor import Actor
from gis_core.errors import Words
from grids.models import City

ENFORCE_RULES: Final = "enforce_rules"
"""The verb of whoever puts rules into force; nobody else's drafts bite."""


def may_enforce(actor: Actor, city_id: UUID) -> bool:
    return actor.is_operator or actor.may(ENFORCE_RULES, city_id)


@transaction.atomic
def enforce(
    *, rule_set: RuleSet, actor: Actor, since: datetime, at: datetime, words: Names
) -> RuleSet:
    """Let a draft decide from `since` on; the set before it ends then.

    Raises:
        RulesNotYours, RuleSetInForce, EnforcedTooEarly: not by them, not again, not in the past.
        RuleSetEmpty, RuleSetBroken: it could not decide, or not as it was meant.
    """
    if not may_enforce(actor, rule_set.city_id):
        raise RulesNotYours
    City.objects.select_for_update().get(pk=rule_set.city_id)  # one at a time
    rule_set.refresh_from_db()
    if rule_set.state_at(at) is not RuleSetState.DRAFT:
        raise RuleSetInForce(name=rule_set.name)
    if since < at:
        raise EnforcedTooEarly
    _refuse_faults(rule_set, findings_of(rule_set, since, words))
    others = RuleSet.objects.of(rule_set.city).filter(valid_from__isnull=False)
    following = others.filter(valid_from__gt=since).order_by("valid_from").first()
    for before in others.valid_at(since):
        before.valid_to = since
        before.save(update_fields=["valid_to"])
    rule_set.valid_from = since
    rule_set.valid_to = following.valid_from if following else None
    rule_set.save(update_fields=["valid_from", "valid_to"])
    return rule_set


def findings_of(rule_set: RuleSet, at: datetime, words: Names) -> list[Finding]:
    """Return everything that is wrong with a set as things stand at a moment."""
    rules = rules_in(rule_set)
    return findings(rules, known_of(rule_set.city, at, rules, words))


def _refuse_faults(rule_set: RuleSet, found: Sequence[Finding]) -> None:
    if not rule_set.rules.exists():
        raise RuleSetEmpty(name=rule_set.name)
    if found:
        first = found[0]
        why = Words(first.code, first.zh, first.en)
        name, order = rule_set.name, first.order
        raise RuleSetBroken(name=name, count=len(found), order=order, why=why)
