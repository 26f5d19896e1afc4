"""How often dispatchers followed each rule, and whom they chose where they did not.

A dispatch keeps what was suggested first and by which rule (see `stages.dispatch`), so it is a
matter of counting. Where somebody else was chosen more often than the rule's own department, that
one is proposed: a person then changes the rule, nothing changes by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.db.models.fields.json import KT

from cases.models import CaseEvent
from cases.routing.vocabulary import WORDS
from cases.verbs import Verb
from departments.known import known_of
from departments.models import Organization, RuleSet
from departments.routing import named, party_of, rules_in
from departments.rules import Party, Rule


@dataclass(frozen=True, slots=True)
class Better:
    """Who was chosen instead, how often."""

    organization: Party
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruled:
    """One rule and what became of its suggestions."""

    rule_id: UUID
    order: int
    words_zh: str
    words_en: str
    followed: int
    overruled: int
    better: Better | None

    @property
    def share(self) -> float:
        return self.overruled / (self.followed + self.overruled)


def overrules(rule_set: RuleSet, *, at: datetime, days: int) -> list[Overruled]:
    """Return the rules that were asked in the last so many days, the most overruled first."""
    rules = rules_in(rule_set)
    counted = _counted(rules, since=at - timedelta(days=days), until=at)
    known = known_of(rule_set.city, at, rules, WORDS)
    chosen = {one for counts in counted.values() for one in counts}
    parties = {o.pk: party_of(o) for o in Organization.objects.defer("area").filter(pk__in=chosen)}
    found = [
        _told(rule, counted[rule.id], parties) for rule in named(rules, known) if rule.id in counted
    ]
    return sorted(found, key=lambda one: (-one.share, -one.overruled, one.order))


def _counted(
    rules: Iterable[Rule], *, since: datetime, until: datetime
) -> dict[UUID | None, dict[UUID, int]]:
    """Return for each rule how often each organisation was chosen."""
    rows: Any = (
        CaseEvent.objects.filter(
            verb=Verb.DISPATCH, data__has_key="suggested", at__gt=since, at__lte=until
        )
        .annotate(rule=KT("data__suggested__rule"), chosen=KT("data__organization"))
        .filter(rule__in=[str(rule.id) for rule in rules])
        .values("rule", "chosen")
        .annotate(times=Count("pk"))
    )
    counted: dict[UUID | None, dict[UUID, int]] = {}
    for row in rows:
        counted.setdefault(UUID(row["rule"]), {})[UUID(row["chosen"])] = row["times"]
    return counted


def _told(rule: Rule, counts: Mapping[UUID, int], parties: Mapping[UUID, Party]) -> Overruled:
    own = rule.organization.id
    followed = counts.get(own, 0)
    others = {one: times for one, times in counts.items() if one != own and one in parties}
    best = max(others, key=lambda one: (others[one], str(one)), default=None)
    better = None
    if rule.id is None:
        raise ValueError("a stored rule has an id")
    if best is not None and others[best] > followed:
        better = Better(parties[best], others[best])
    return Overruled(
        rule_id=rule.id,
        order=rule.order,
        words_zh=rule.words[0],
        words_en=rule.words[1],
        followed=followed,
        overruled=sum(times for one, times in counts.items() if one != own),
        better=better,
    )
