"""The door to the rules of a city: drafted, checked when saved, put into force by a leader.

Only a draft is edited; what was in force stays as it was. `words` are those of conditions that this
room does not know (see `departments.known`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from departments.condition_form import ConditionUnreadable, plain, read
from departments.condition_words import Names
from departments.known import known_of
from departments.models import (
    Organization,
    OrganizationUnknown,
    RoutingRule,
    RuleOrigin,
    RuleSet,
    RuleSetState,
    RuleSetUnknown,
)
from departments.routing import party_of, rules_in
from departments.rule_checks import Finding, unreached, wrong_with
from departments.rule_refusals import (
    OrderTaken,
    RuleBroken,
    RuleSetInForce,
    RulesNotYours,
    RuleUnknown,
)
from departments.rules import Rule
from gis_core.actor import Actor
from gis_core.errors import Words
from grids.models import City

EDIT_RULES: Final = "edit_rules"
"""The verb of whoever drafts, edits and tries rules; no case is touched by it."""

ORDER_STEP: Final = 10
"""Rules are numbered so that one can be put between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleForm:
    """A rule as somebody wrote it or the past taught it; `order` None = behind all others."""

    condition: Mapping[str, Any]
    organization_id: UUID
    unit_id: UUID | None = None
    order: int | None = None
    standard_row_id: UUID | None = None
    joint: tuple[str, ...] = ()
    reason: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    evidence: Mapping[str, Any] | None = None
    next_best: Sequence[Mapping[str, Any]] = ()


def may_edit(actor: Actor, city_id: UUID) -> bool:
    return actor.is_operator or actor.may(EDIT_RULES, city_id)


def rule_set_for(actor: Actor, rule_set_id: UUID) -> RuleSet:
    """Return a set that the actor may see, or raise RuleSetUnknown."""
    found = RuleSet.objects.visible_to(actor).select_related("city").filter(pk=rule_set_id).first()
    if found is None:
        raise RuleSetUnknown(what=rule_set_id)
    return found


@transaction.atomic
def draft(*, city: City, actor: Actor, name: str, copy_of: RuleSet | None = None) -> RuleSet:
    """Begin a draft, empty or with the rules of another set of the city. Raises RulesNotYours."""
    if not may_edit(actor, city.pk):
        raise RulesNotYours
    origin = RuleOrigin.COPIED if copy_of else RuleOrigin.HAND
    made = RuleSet.objects.create(city=city, name=name, based_on=copy_of, origin=origin)
    if copy_of is not None:
        rows = list(RoutingRule.objects.filter(rule_set=copy_of))
        RoutingRule.objects.bulk_create(_copied(row, made) for row in rows)
    return made


def discard(*, rule_set: RuleSet, actor: Actor, at: datetime) -> None:
    """Throw a draft away. Raises RulesNotYours, RuleSetInForce."""
    _editable(rule_set, actor, at)
    rule_set.delete()


@transaction.atomic
def save_rule(
    *,
    rule_set: RuleSet,
    form: RuleForm,
    actor: Actor,
    at: datetime,
    words: Names,
    rule_id: UUID | None = None,
) -> RoutingRule:
    """Add a rule to a draft, or put it in the place of another.

    Raises:
        RulesNotYours, RuleSetInForce: this set is not theirs to edit.
        RuleUnknown, OrganizationUnknown: what is named is not there.
        RuleBroken: it could never work, or would keep another from ever being reached.
        OrderTaken: another rule has this number.
    """
    _editable(rule_set, actor, at)
    others = [rule for rule in rules_in(rule_set) if rule.id != rule_id]
    row = _row(rule_set, form, form.order or _next_order(rule_set))
    _refuse_broken(rule_set.city, others, [_rule(row)], at, words)
    if rule_id is not None:
        row.pk = _found(rule_set, rule_id).pk
    _write(row, is_new=rule_id is None)
    return row


@transaction.atomic
def save_rules(
    *, rule_set: RuleSet, forms: Iterable[RuleForm], actor: Actor, at: datetime, words: Names
) -> list[RoutingRule]:
    """Add many rules to a draft at once, behind all others. Raises as `save_rule` does."""
    _editable(rule_set, actor, at)
    start = _next_order(rule_set)
    rows = [_row(rule_set, form, start + ORDER_STEP * n) for n, form in enumerate(forms)]
    _refuse_broken(rule_set.city, rules_in(rule_set), [_rule(row) for row in rows], at, words)
    return RoutingRule.objects.bulk_create(rows)


def remove_rule(*, rule_set: RuleSet, rule_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a rule out of a draft. Raises RulesNotYours, RuleSetInForce, RuleUnknown."""
    _editable(rule_set, actor, at)
    _found(rule_set, rule_id).delete()


def _editable(rule_set: RuleSet, actor: Actor, at: datetime) -> None:
    if not may_edit(actor, rule_set.city_id):
        raise RulesNotYours
    if rule_set.state_at(at) is not RuleSetState.DRAFT:
        raise RuleSetInForce(name=rule_set.name)


def _found(rule_set: RuleSet, rule_id: UUID) -> RoutingRule:
    found = rule_set.rules.filter(pk=rule_id).first()
    if found is None:
        raise RuleUnknown(what=rule_id)
    return found


def _next_order(rule_set: RuleSet) -> int:
    last = rule_set.rules.aggregate(last=Max("order"))["last"] or 0
    return int(last) // ORDER_STEP * ORDER_STEP + ORDER_STEP


def _row(rule_set: RuleSet, form: RuleForm, order: int) -> RoutingRule:
    try:
        condition = plain(read(form.condition))
    except ConditionUnreadable as error:
        raise _broken([_unreadable(order, str(error))]) from None
    if form.valid_from and form.valid_to and form.valid_from >= form.valid_to:
        raise _broken([_no_time(order)])
    return RoutingRule(
        rule_set=rule_set,
        order=order,
        condition=condition,
        organization=_organization(rule_set, form.organization_id),
        unit=_organization(rule_set, form.unit_id) if form.unit_id else None,
        standard_row_id=form.standard_row_id,
        joint=list(form.joint),
        reason=form.reason,
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        evidence=form.evidence,
        next_best=list(form.next_best),
    )


def _organization(rule_set: RuleSet, organization_id: UUID) -> Organization:
    rows = Organization.objects.defer("area").filter(city=rule_set.city_id)
    found = rows.filter(pk=organization_id).first()
    if found is None:
        raise OrganizationUnknown(what=organization_id)
    return found


def _rule(row: RoutingRule) -> Rule:
    return Rule(
        order=row.order,
        condition=read(row.condition),
        organization=party_of(row.organization),
        unit=party_of(row.unit) if row.unit else None,
        standard_row=row.standard_row_id,
        joint=tuple(row.joint),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _refuse_broken(
    city: City, others: list[Rule], new: list[Rule], at: datetime, words: Names
) -> None:
    """Refuse what is wrong with new rules, or goes wrong with the others because of them."""
    before = sorted(others, key=lambda rule: rule.order)
    after = sorted([*others, *new], key=lambda rule: rule.order)
    known = known_of(city, at, after, words)
    wrong = [found for rule in new for found in wrong_with(rule, known)]
    was_unreached = {found.order for found in unreached(before, known.above)}
    wrong += [f for f in unreached(after, known.above) if f.order not in was_unreached]
    if wrong:
        raise _broken(wrong)


def _broken(wrong: Sequence[Finding]) -> RuleBroken:
    first, *_ = wrong
    said = [{"order": f.order, "code": f.code, "zh": f.zh, "en": f.en} for f in wrong]
    return RuleBroken(why=Words(first.code, first.zh, first.en), findings=said)


def _unreadable(order: int, key: str) -> Finding:
    zh, en = f"条件无法读取（{key}）", f"the condition ({key}) cannot be read"
    return Finding(order=order, code="condition_unreadable", zh=zh, en=en)


def _no_time(order: int) -> Finding:
    zh, en = "起止时间为空", "it ends before it begins"
    return Finding(order=order, code="dates_empty", zh=zh, en=en)


def _copied(row: RoutingRule, into: RuleSet) -> RoutingRule:
    names = [field.attname for field in RoutingRule._meta.concrete_fields]
    kept = {name: getattr(row, name) for name in names if name not in ("id", "rule_set_id")}
    return RoutingRule(rule_set=into, **kept)


def _write(row: RoutingRule, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=is_new, force_update=not is_new)
    except IntegrityError:
        raise OrderTaken(order=row.order) from None
