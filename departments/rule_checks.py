"""What is wrong with the rules of a set: pure over the rules and what the city knows.

The same checks keep a broken rule from being saved and tell of one that a later change broke.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from departments.condition_words import Names
from departments.conditions import PART_FIELDS, Above, Condition, DayKind, Hours
from departments.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a city knows at a moment, as far as its rules name it.

    Attributes:
        names: every value that there is, with what it is called.
        above: what each lies in.
        targets: organisations that take dispatches.
        above_organization: unit -> the organisations that it lies below, and itself.
        codes: codes of organisations that have not ended.
        rows: standard rows in force.
    """

    names: Names
    above: Above
    targets: frozenset[UUID]
    above_organization: Mapping[UUID, frozenset[UUID]]
    codes: frozenset[str]
    rows: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong with one rule; `parts` of its condition, none where the result is wrong."""

    order: int
    code: str
    zh: str
    en: str
    parts: frozenset[str] = frozenset()

    @property
    def of_result(self) -> bool:
        return self.code in _OF_RESULT


NEVER_REACHED: Final = "never_reached"

_OF_RESULT: Final = {
    "not_a_dispatch_target": ("“{what}”不能接受派遣或已撤销", "“{what}” takes no dispatches"),
    "unit_not_below": ("“{what}”不是其下属单位或已撤销", "“{what}” is no unit of it, or has ended"),
    "row_not_in_force": ("时限条目已不再有效", "its deadline row is not in force"),
    "joint_unknown": ("没有协办单位 {what}", "there is no organisation {what} to take part"),
}
_UNKNOWN: Final = {
    "classes": ("class", "class_unknown", "类别 {what} 不存在", "there is no class {what}"),
    "districts": ("place", "district_unknown", "区 {what} 不存在", "there is no district {what}"),
    "streets": ("place", "street_unknown", "街道 {what} 不存在", "there is no street {what}"),
    "cells": ("place", "cell_unknown", "网格 {what} 不存在", "there is no cell {what}"),
    "areas": ("place", "area_unknown", "片区 {what} 不存在", "there is no drawn area {what}"),
    "owners": ("owner", "owner_unknown", "权属单位 {what} 不存在", "there is no owner {what}"),
    "sources": ("source", "source_unknown", "来源 {what} 不存在", "there is no source {what}"),
    "urgencies": ("urgency", "urgency_unknown", "紧急程度 {what} 不存在", "no urgency {what}"),
    "near_kind": ("near", "kind_unknown", "设施种类 {what} 不存在", "no kind of facility {what}"),
}


def findings(rules: Sequence[Rule], known: Known) -> list[Finding]:
    """Return everything that is wrong with rules in their order."""
    return [found for rule in rules for found in wrong_with(rule, known)] + list(
        unreached(rules, known.above)
    )


def by_order(found: Iterable[Finding]) -> dict[int, list[Finding]]:
    grouped: dict[int, list[Finding]] = defaultdict(list)
    for finding in found:
        grouped[finding.order].append(finding)
    return dict(grouped)


def wrong_with(rule: Rule, known: Known) -> Iterator[Finding]:
    """Yield what is wrong with one rule by itself."""
    if rule.unreadable:
        zh = f"条件无法读取（{rule.unreadable}）"
        en = f"its condition ({rule.unreadable}) is unreadable"
        parts = frozenset(PART_FIELDS)
        yield Finding(order=rule.order, code="condition_unreadable", zh=zh, en=en, parts=parts)
        return
    yield from _unknown(rule, known)
    yield from _impossible(rule)
    yield from _result(rule, known)


def _unknown(rule: Rule, known: Known) -> Iterator[Finding]:
    for field, (part, code, zh, en) in _UNKNOWN.items():
        for value in _values(rule.condition, field):
            if (field, value) not in known.names:
                yield Finding(
                    order=rule.order,
                    code=code,
                    zh=zh.format(what=value),
                    en=en.format(what=value),
                    parts=frozenset({part}),
                )


def _values(condition: Condition, field: str) -> tuple[str, ...]:
    value = getattr(condition, field)
    if isinstance(value, tuple):
        return value  # pyright: ignore[reportUnknownVariableType]
    return (value,) if value else ()


def _impossible(rule: Rule) -> Iterator[Finding]:
    """Yield what can hold at no time and nowhere."""
    asked = rule.condition
    half = (asked.from_time is None) != (asked.to_time is None)
    if half or (asked.from_time is not None and asked.from_time == asked.to_time):
        yield _never(rule, "span_empty", "time", "时段为空", "its span of time is empty")
    if asked.days is DayKind.REST and asked.hours is Hours.WORKING:
        yield _never(rule, "never_true", "hours", "休息日没有工作时间", "no hours on days of rest")
    if asked.placed is False and "place" in asked.parts:
        yield _never(rule, "never_true", "placed", "既无位置又在某处", "no place, yet in an area")
    if bool(asked.near_kind) != (asked.near_m is not None):
        yield _never(rule, "near_incomplete", "near", "须写明设施和米数", "say the kind and metres")


def _never(rule: Rule, code: str, part: str, zh: str, en: str) -> Finding:
    return Finding(order=rule.order, code=code, zh=zh, en=en, parts=frozenset({part}))


def _result(rule: Rule, known: Known) -> Iterator[Finding]:
    if rule.organization.id not in known.targets:
        yield _wrong_result(rule, "not_a_dispatch_target", rule.organization.name)
    above = known.above_organization
    if rule.unit and rule.organization.id not in above.get(rule.unit.id, frozenset()):
        yield _wrong_result(rule, "unit_not_below", rule.unit.name)
    if rule.standard_row and rule.standard_row not in known.rows:
        yield _wrong_result(rule, "row_not_in_force", "")
    for code in rule.joint:
        if code not in known.codes:
            yield _wrong_result(rule, "joint_unknown", code)


def _wrong_result(rule: Rule, code: str, what: str) -> Finding:
    zh, en = _OF_RESULT[code]
    return Finding(order=rule.order, code=code, zh=zh.format(what=what), en=en.format(what=what))


def unreached(rules: Sequence[Rule], above: Above) -> Iterator[Finding]:
    """Yield rules that an earlier one always answers first."""
    before: dict[str, list[Rule]] = defaultdict(list)  # by class; "" = of every class
    for rule in rules:
        if rule.unreadable:
            continue
        for earlier in _of_its_class(rule, before, above):
            if _outlasts(earlier, rule) and earlier.condition.covers(rule.condition, above):
                yield Finding(
                    order=rule.order,
                    code=NEVER_REACHED,
                    zh=f"第 {earlier.order} 条规则总是先适用",
                    en=f"rule {earlier.order} always comes first",
                )
                break
        for code in rule.condition.classes or ("",):
            before[code].append(rule)


def _of_its_class(rule: Rule, before: Mapping[str, list[Rule]], above: Above) -> list[Rule]:
    """Return the earlier rules that could cover this one: whatever does names its first class."""
    found = list(before.get("", ()))
    for code in rule.condition.classes[:1]:
        for _, wider in (("classes", code), *above.get(("classes", code), ())):
            found += before.get(wider, ())
    return sorted(found, key=lambda one: one.order)


def _outlasts(earlier: Rule, later: Rule) -> bool:
    begins = earlier.valid_from is None or (
        later.valid_from is not None and earlier.valid_from <= later.valid_from
    )
    ends = earlier.valid_to is None or (
        later.valid_to is not None and later.valid_to <= earlier.valid_to
    )
    return begins and ends


def named_values(rules: Iterable[Rule]) -> dict[str, set[str]]:
    """Return what the rules name, by field: what a city must be asked about."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for rule in rules:
        for field in _UNKNOWN:
            wanted[field].update(_values(rule.condition, field))
    return dict(wanted)
