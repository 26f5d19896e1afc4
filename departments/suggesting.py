"""Whom a case should go to, and why: pure over frozen facts and rules, so its tests are tables.

The rules that fit come first, in their order, each with its runners-up behind it. Where none fits,
whoever owns the component; else whom such cases went to before, most often first; else nobody, and
a person decides. A rule that a later change broke is never passed over in silence: where it might
have fitted, the first suggestion says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from departments.conditions import Facts
from departments.rule_checks import Finding
from departments.rules import Party, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """How many cases of this class went to whom, in an area that is named in words."""

    organization: Party
    unit: Party | None = None
    times: int
    where_zh: str
    where_en: str


class Basis(StrEnum):
    """What a suggestion rests on."""

    RULING = "ruling"  # the last on-site ruling for this stretch of a border
    RULE = "rule"
    OWNER = "owner"
    HISTORY = "history"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Whom to dispatch to, and why.

    `rule` is the order of the rule that says so, or whose runner-up this is (`runner_up`); `share`
    is how often it was so, of the cases that the reason counts.
    """

    organization: Party
    unit: Party | None
    reason_zh: str
    reason_en: str
    basis: Basis = Basis.RULE
    rule: int | None = None
    rule_id: UUID | None = None
    runner_up: bool = False
    share: float | None = None
    standard_row: UUID | None = None
    joint: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[UUID, UUID | None]:
        return self.organization.id, self.unit.id if self.unit else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """What is asked where no rule fits."""

    owner: Party | None = None
    past: tuple[Past, ...] = ()


def suggest(
    facts: Facts, rules: Iterable[Rule], fallback: Fallback | None = None
) -> list[Suggestion]:
    """Return the suggestions, best first, each organisation and unit once."""
    found = list(_by_rules(facts, rules)) or list(_without_rules(fallback or Fallback()))
    unique: dict[tuple[UUID, UUID | None], Suggestion] = {}
    for suggestion in found:
        unique.setdefault(suggestion.key, suggestion)
    return list(unique.values())


def might_have_decided(
    facts: Facts, rules: Iterable[Rule], broken: Mapping[int, Sequence[Finding]]
) -> list[Finding]:
    """Return what is broken among the rules before the one that decides, where the rest holds."""
    found: list[Finding] = []
    for rule in rules:
        troubles = broken.get(rule.order, ())
        parts = frozenset(part for trouble in troubles for part in trouble.parts)
        if troubles and rule.condition.holds(facts, but=parts):
            found += troubles
        elif not troubles and rule.fits(facts):
            break
    return found


def warned(suggestions: list[Suggestion], broken: Sequence[Finding]) -> list[Suggestion]:
    """Return the suggestions, of which the first says which rules could not be trusted."""
    if not broken or not suggestions:
        return suggestions
    first, *others = suggestions
    zh = "；".join(f"第 {b.order} 条规则已失效（{b.zh}）" for b in broken)
    en = "; ".join(f"rule {b.order} is broken ({b.en})" for b in broken)
    zh, en = f"{first.reason_zh}注意：{zh}。", f"{first.reason_en} Note: {en}."
    return [replace(first, reason_zh=zh, reason_en=en), *others]


def _by_rules(facts: Facts, rules: Iterable[Rule]) -> Iterator[Suggestion]:
    for rule in rules:
        if rule.fits(facts):
            yield _by_rule(rule)
            yield from _runners_up(rule)


def _by_rule(rule: Rule) -> Suggestion:
    zh, en = rule.words
    if rule.evidence:
        why_zh, why_en = rule.evidence.words
        zh, en = f"{zh}（{why_zh}）", f"{en} ({why_en})"
    return Suggestion(
        organization=rule.organization,
        unit=rule.unit,
        reason_zh=f"第 {rule.order} 条规则：{zh}。{rule.reason}",
        reason_en=f"Rule {rule.order}: {en}. {rule.reason}".rstrip(),
        rule=rule.order,
        rule_id=rule.id,
        share=rule.evidence.hits / rule.evidence.times if rule.evidence else None,
        standard_row=rule.standard_row,
        joint=rule.joint,
    )


def _runners_up(rule: Rule) -> Iterator[Suggestion]:
    times = rule.evidence.times if rule.evidence else 0
    for other in rule.next_best:
        yield Suggestion(
            organization=other.organization,
            unit=other.unit,
            reason_zh=f"第 {rule.order} 条规则所据的 {times} 件中有 {other.times} 件派给此单位。",
            reason_en=f"{other.times} of the {times} cases behind rule {rule.order} went here.",
            rule=rule.order,
            rule_id=rule.id,
            runner_up=True,
            share=other.times / times if times else None,
        )


def _without_rules(fallback: Fallback) -> Iterator[Suggestion]:
    if fallback.owner is not None:
        yield Suggestion(
            organization=fallback.owner,
            unit=None,
            reason_zh="没有适用的规则；该部件由此单位负责。",
            reason_en="No rule fits; this organisation owns the component.",
            basis=Basis.OWNER,
        )
    for past in sorted(fallback.past, key=lambda past: -past.times):
        yield Suggestion(
            organization=past.organization,
            unit=past.unit,
            reason_zh=f"没有适用的规则；{past.where_zh}同类案件曾 {past.times} 次派给此单位。",
            reason_en=f"No rule fits; {past.times} such cases {past.where_en} went here before.",
            basis=Basis.HISTORY,
        )
