"""A routing rule as the city's rows say it: what it asks, whom it names, what it rests on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from departments.conditions import Condition, Facts


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as a suggestion names it."""

    id: UUID
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBest:
    """Whom the cases behind a learnt rule went to, where not to the rule's own department."""

    organization: Party
    unit: Party | None = None
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a learnt rule rests on: it would have been right `hits` times of `times`."""

    times: int
    hits: int
    since: date

    @property
    def words(self) -> tuple[str, str]:
        zh = f"自 {self.since} 以来 {self.times} 件中有 {self.hits} 件"
        return zh, f"{self.hits} of {self.times} since {self.since}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: what it asks, whom it names, and what that rests on.

    Attributes:
        words: the condition in Chinese and English.
        joint: codes of who takes part beside the department (联合处置).
        next_best: who came next in the past, most often first.
        valid_from, valid_to: where the row is shorter-lived than its set.
        unreadable: what of its stored condition is no condition; it fits nothing then.
    """

    order: int
    condition: Condition = field(default_factory=Condition)
    organization: Party
    unit: Party | None = None
    id: UUID | None = None
    words: tuple[str, str] = ("", "")
    standard_row: UUID | None = None
    joint: tuple[str, ...] = ()
    reason: str = ""
    evidence: Evidence | None = None
    next_best: tuple[NextBest, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    unreadable: str = ""

    def fits(self, facts: Facts) -> bool:
        return not self.unreadable and self.condition.holds(facts)

    def is_valid_at(self, at: datetime) -> bool:
        begun = self.valid_from is None or self.valid_from <= at
        return begun and (self.valid_to is None or at < self.valid_to)


def first_rule(facts: Facts, rules: Iterable[Rule]) -> Rule | None:
    """Return the rule that decides; `rules` come in their order."""
    return next((rule for rule in rules if rule.fits(facts)), None)
