"""Whom a case should go to, and why: pure over frozen facts and rules, so its tests are tables.

The rules that fit come first, in their order. Where none fits, whoever owns the component; else
whom such cases went to before, most often first; else nobody, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as a suggestion names it."""

    id: UUID
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """How many cases of this class went to whom, in an area that is named in words."""

    organization: Party
    unit: Party | None = None
    times: int
    where_zh: str
    where_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What rules may look at. Codes are empty where the place is not known."""

    class_code: str
    class_name: str = ""
    district_code: str = ""
    district_name: str = ""
    street_code: str = ""
    street_name: str = ""
    owner: Party | None = None
    past: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: an empty condition holds for every case, and all conditions must hold."""

    order: int
    class_prefix: str = ""
    district_code: str = ""
    street_code: str = ""
    organization: Party
    unit: Party | None = None
    reason: str = ""

    def fits(self, facts: Facts) -> bool:
        return (
            facts.class_code.startswith(self.class_prefix)
            and self.district_code in ("", facts.district_code)
            and self.street_code in ("", facts.street_code)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Whom to dispatch to, and why; `rule` is the order of the rule that says so."""

    organization: Party
    unit: Party | None
    reason_zh: str
    reason_en: str
    rule: int | None = None


def suggest(facts: Facts, rules: Iterable[Rule]) -> list[Suggestion]:
    """Return the suggestions, best first, each organisation and unit once."""
    found = list(_by_rules(facts, rules)) or list(_without_rules(facts))
    seen: set[tuple[UUID, UUID | None]] = set()
    unique: list[Suggestion] = []
    for suggestion in found:
        key = (suggestion.organization.id, suggestion.unit.id if suggestion.unit else None)
        if key not in seen:
            seen.add(key)
            unique.append(suggestion)
    return unique


def _by_rules(facts: Facts, rules: Iterable[Rule]) -> Iterator[Suggestion]:
    for rule in sorted(rules, key=lambda rule: rule.order):
        if rule.fits(facts):
            zh, en = _conditions(rule, facts)
            yield Suggestion(
                organization=rule.organization,
                unit=rule.unit,
                reason_zh=f"第 {rule.order} 条规则：{zh}。{rule.reason}",
                reason_en=f"Rule {rule.order}: {en}. {rule.reason}".rstrip(),
                rule=rule.order,
            )


def _conditions(rule: Rule, facts: Facts) -> tuple[str, str]:
    """The conditions of a rule that fits, in words of both languages."""
    said: list[tuple[str, str]] = []
    if rule.class_prefix:
        name = facts.class_name or facts.class_code
        said.append((f"类别“{name}”属于 {rule.class_prefix}", f"class {rule.class_prefix}"))
    if rule.district_code:
        name = facts.district_name or rule.district_code
        said.append((f"位于{name}", f"district {rule.district_code}"))
    if rule.street_code:
        name = facts.street_name or rule.street_code
        said.append((f"位于{name}", f"street {rule.street_code}"))
    if not said:
        return "适用于所有案件", "holds for every case"
    return "，".join(zh for zh, _ in said), ", ".join(en for _, en in said)


def _without_rules(facts: Facts) -> Iterator[Suggestion]:
    if facts.owner is not None:
        yield Suggestion(
            organization=facts.owner,
            unit=None,
            reason_zh="没有适用的规则；该部件由此单位负责。",
            reason_en="No rule fits; this organisation owns the component.",
        )
    for past in sorted(facts.past, key=lambda past: -past.times):
        yield Suggestion(
            organization=past.organization,
            unit=past.unit,
            reason_zh=f"没有适用的规则；{past.where_zh}同类案件曾 {past.times} 次派给此单位。",
            reason_en=f"No rule fits; {past.times} such cases {past.where_en} went here before.",
        )
