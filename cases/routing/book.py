"""The rules of a set as they can be asked: in words, with what is broken among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from cases.routing.facts import Asked, asked_by
from cases.routing.vocabulary import WORDS
from departments.conditions import Facts
from departments.known import known_of
from departments.models import RuleSet
from departments.routing import named, rules_in
from departments.rule_checks import Finding, Known, by_order, wrong_with
from departments.rules import Rule
from departments.suggesting import Fallback, Suggestion, might_have_decided, suggest, warned
from grids.models import City


@dataclass(frozen=True)
class Book:
    """Rules in their order, and what is wrong with some of them by their orders.

    A rule whose result is broken suggests nobody, and is told of.
    """

    rules: tuple[Rule, ...]
    broken: dict[int, list[Finding]]
    known: Known

    @cached_property
    def asked(self) -> Asked:
        return asked_by(self.rules)

    @cached_property
    def trusted(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if not self._names_nobody(rule))

    @cached_property
    def _by_class(self) -> dict[tuple[str, ...], tuple[Rule, ...]]:
        return {}

    def suggestions(
        self, facts: Facts, fallback: Fallback | None = None
    ) -> tuple[list[Suggestion], list[Finding]]:
        """Return whom the rules name, else the fallback, and which rules could not be trusted."""
        untrusted = might_have_decided(facts, self.rules, self.broken) if self.broken else []
        return warned(suggest(facts, self._of_class(facts), fallback), untrusted), untrusted

    def first(self, facts: Facts) -> Rule | None:
        """Return the rule that decides, in words; the rules of a class are found once."""
        return next((rule for rule in self._of_class(facts) if rule.fits(facts)), None)

    def _of_class(self, facts: Facts) -> Sequence[Rule]:
        key = (facts.class_code, *facts.class_above)
        if key not in self._by_class:
            wanted = set(key)
            found = [
                rule
                for rule in self.trusted
                if not rule.condition.classes or wanted & set(rule.condition.classes)
            ]
            self._by_class[key] = tuple(named(found, self.known))
        return self._by_class[key]

    def _names_nobody(self, rule: Rule) -> bool:
        return any(finding.of_result for finding in self.broken.get(rule.order, ()))


def book_of(city: City, at: datetime, rule_set_id: UUID | None = None) -> Book:
    """Return the set in force at a moment, or the set with this id."""
    rule_set = (
        RuleSet.objects.of(city).filter(pk=rule_set_id).first()
        if rule_set_id
        else RuleSet.objects.in_force(city, at)
    )
    return book_in(rule_set, at) if rule_set else Book((), {}, known_of(city, at, (), WORDS))


def book_in(rule_set: RuleSet, at: datetime) -> Book:
    """Return the rules of a set that are in force at a moment."""
    rules = rules_in(rule_set, at)
    known = known_of(rule_set.city, at, rules, WORDS)
    wrong = by_order(found for rule in rules for found in wrong_with(rule, known))
    return Book(tuple(rules), wrong, known)
