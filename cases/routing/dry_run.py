"""Trying a set of rules on a period that is over: case by case, what would have gone elsewhere.

The facts of all cases are gathered by sets, and both sets of rules are asked about the same facts:
the one that is tried, and the one that was in force.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter
from typing import Final

from django.db import transaction

from cases.models import Case, DryRun, DryRunChange
from cases.routing.book import Book, book_in
from cases.routing.facts import Asked, Row, facts_of, rows_of
from cases.routing.learning import Period
from departments.models import RuleSet
from departments.rule_editing import may_edit
from departments.rule_refusals import RulesNotYours
from departments.rules import Rule
from gis_core.actor import Actor
from gis_core.errors import DomainError

CASES_AT_MOST: Final = 50_000
"""Longer periods are tried in parts: an answer in seconds is what a dry run is for."""

KEPT: Final = timedelta(days=90)
"""A dry run is looked at, and forgotten."""


class PeriodNotUsable(DomainError):
    code = "dry_run_period"
    zh = "试运行的起止时间不正确，或其中案件超过 {at_most} 件；请缩短。"
    en = "The period ends before it begins, or holds more than {at_most} cases; take a shorter one."


Answer = tuple[Rule | None, Rule | None]
"""What decides by the rules in force, and by those that are tried."""


@dataclass
class _Tally:
    """What a dry run counts on its way."""

    cases: int = 0
    agreed: int = 0
    undecided: int = 0
    by_rule: Counter[int] = field(default_factory=Counter)
    changed_by_rule: Counter[int] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    changes: list[tuple[Row, Answer]] = field(default_factory=list)

    def count(self, row: Row, answer: Answer) -> None:
        now, would = answer
        self.cases += 1
        if would is None:
            self.undecided += 1
        else:
            self.by_rule[would.order] += 1
            self.agreed += would.organization.id == row["organization_id"]
        if _party(now) != _party(would):
            self.changes.append((row, answer))
            self.moves[_name(now), _name(would)] += 1
            if would is not None:
                self.changed_by_rule[would.order] += 1


@transaction.atomic
def dry_run(*, rule_set: RuleSet, period: Period, actor: Actor, at: datetime) -> DryRun:
    """Ask a set of rules about every dispatched case of a period, and keep what would change.

    Raises:
        RulesNotYours: the actor may not edit rules.
        PeriodNotUsable: it is empty or too long.
    """
    if not may_edit(actor, rule_set.city_id):
        raise RulesNotYours
    began = perf_counter()
    beside = RuleSet.objects.in_force(rule_set.city, at)
    tried, current = book_in(rule_set, at), book_in(beside, at) if beside else None
    tally = _Tally()
    for row, answer in _answers(rule_set, period, tried, current):
        tally.count(row, answer)
    DryRun.objects.filter(rule_set__city=rule_set.city, made_at__lt=at - KEPT).delete()
    made = DryRun.objects.create(
        rule_set=rule_set,
        beside=beside,
        start=period.start,
        end=period.end,
        made_at=at,
        cases=tally.cases,
        changed=len(tally.changes),
        undecided=tally.undecided,
        agreed=tally.agreed,
        took_ms=0,
        by_rule=[
            {"order": order, "cases": times, "changed": tally.changed_by_rule[order]}
            for order, times in sorted(tally.by_rule.items())
        ],
        moves=[
            {"from": a, "to": b, "times": times} for (a, b), times in tally.moves.most_common(50)
        ],
    )
    DryRunChange.objects.bulk_create(_changes(made, tally), batch_size=2_000)
    made.took_ms = round((perf_counter() - began) * 1_000)
    made.save(update_fields=["took_ms"])
    return made


def _answers(
    rule_set: RuleSet, period: Period, tried: Book, current: Book | None
) -> Iterator[tuple[Row, Answer]]:
    cases = Case.objects.of(rule_set.city).reported_between(period.start, period.end)
    cases = cases.filter(organization__isnull=False)
    if period.start >= period.end or cases.count() > CASES_AT_MOST:
        raise PeriodNotUsable(at_most=f"{CASES_AT_MOST:,}")
    rows = rows_of(cases.order_by("-reported_at", "-pk"), "organization_id", "unit_id")
    for row, facts in zip(rows, facts_of(rule_set.city, rows, _both(tried, current)), strict=True):
        yield row, (current.first(facts) if current else None, tried.first(facts))


def _both(tried: Book, current: Book | None) -> Asked:
    """Return what either asks for, the farther reach of the two."""
    if current is None:
        return tried.asked
    near = dict(tried.asked.near)
    for kind, metres in current.asked.near.items():
        near[kind] = max(metres, near.get(kind, 0))
    return Asked(tried.asked.areas | current.asked.areas, near)


def _party(rule: Rule | None) -> object:
    return rule and (rule.organization.id, rule.unit.id if rule.unit else None)


def _name(rule: Rule | None) -> str:
    if rule is None:
        return ""
    return f"{rule.organization.name} · {rule.unit.name}" if rule.unit else rule.organization.name


def _changes(made: DryRun, tally: _Tally) -> Iterator[DryRunChange]:
    for row, (now, would) in tally.changes:
        yield DryRunChange(
            dry_run=made,
            case_id=row["pk"],
            geom=row["geom"],
            now_rule=now.order if now else None,
            now_organization_id=now.organization.id if now else None,
            now_unit_id=now.unit.id if now and now.unit else None,
            rule=would.order if would else None,
            organization_id=would.organization.id if would else None,
            unit_id=would.unit.id if would and would.unit else None,
        )
