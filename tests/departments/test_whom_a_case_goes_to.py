"""Rules are a table, and so are their tests."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from departments.condition_form import read
from departments.conditions import Facts
from departments.models import Organization, RoutingRule
from departments.routing import rules_of
from departments.rule_checks import Finding
from departments.rules import Evidence, NextBest, Party, Rule
from departments.suggesting import Basis, Fallback, Past, might_have_decided, suggest, warned
from tests.factories import NOW, OPENED_AT, Cast
from tests.rules import rule, rule_set

YUHU, YUETANG, WATER, UNIT = (Party(UUID(int=n), name) for n, name in enumerate("雨岳水所", 1))


def made(
    order: int, to: Party, *, reason: str = "", unit: Party | None = None, **said: Any
) -> Rule:
    words = ("、".join(map(str, said.values())), ", ".join(map(str, said.values())))
    condition = read(said)
    return Rule(
        order=order, organization=to, unit=unit, condition=condition, reason=reason, words=words
    )


RULES = (
    made(10, WATER, classes=["01001"], reason="产权单位"),
    made(20, YUHU, unit=UNIT, classes=["03"], streets=["430302001"]),
    made(25, YUHU, districts=["430302"]),
    made(30, YUETANG, districts=["430304"]),
)


@pytest.mark.parametrize(
    ("case", "orders"),
    [
        (("01001", "430302", "430302001"), [10, 25]),
        (("03001", "430302", "430302001"), [20, 25]),
        (("03001", "430302", "430302002"), [25]),
        (("01001", "430304", "430304001"), [10, 30]),
        (("03001", "", ""), []),
        (("030", "430399", ""), []),
    ],
)
def test_the_rules_that_fit_come_in_their_order(
    case: tuple[str, str, str], orders: list[int]
) -> None:
    code, district, street = case
    facts = Facts(
        class_code=code, class_above=(code[:2],), district_code=district, street_code=street
    )
    assert [found.rule for found in suggest(facts, RULES)] == orders


def test_a_suggestion_says_why_in_both_languages() -> None:
    facts = Facts(class_code="03001", class_above=("03",), street_code="430302001")
    first, *_ = suggest(facts, RULES)
    assert (first.organization, first.unit, first.basis) == (YUHU, UNIT, Basis.RULE)
    assert first.reason_zh == "第 20 条规则：['03']、['430302001']。"
    assert first.reason_en == "Rule 20: ['03'], ['430302001']."


def test_a_rule_gives_the_city_s_own_reason() -> None:
    (first,) = suggest(Facts(class_code="01001"), RULES)
    assert first.reason_zh.endswith("产权单位")


def test_one_department_is_suggested_once() -> None:
    twice = (made(1, YUHU), made(2, YUHU))
    assert [found.rule for found in suggest(Facts(class_code="03"), twice)] == [1]


def test_a_learnt_rule_says_what_it_rests_on_and_who_came_next() -> None:
    learnt = Rule(
        order=10,
        organization=YUHU,
        words=("类别为店外经营", "class Trading"),
        evidence=Evidence(times=430, hits=412, since=date(2026, 7, 1)),
        next_best=(NextBest(organization=YUETANG, times=12),),
    )
    first, second = suggest(Facts(class_code="03001"), (learnt, made(20, WATER)))[:2]
    assert first.reason_en == "Rule 10: class Trading (412 of 430 since 2026-07-01)."
    assert (
        first.reason_zh == "第 10 条规则：类别为店外经营（自 2026-07-01 以来 430 件中有 412 件）。"
    )
    assert (second.organization, second.runner_up) == (YUETANG, True)
    assert second.reason_en == "12 of the 430 cases behind rule 10 went here."


def test_where_no_rule_fits_the_owner_of_the_component_is_next() -> None:
    (found,) = suggest(Facts(class_code="01001"), (), Fallback(owner=WATER))
    assert (found.organization, found.basis, found.rule) == (WATER, Basis.OWNER, None)


def test_then_whom_such_cases_went_to_most_often() -> None:
    past = tuple(
        Past(organization=party, times=times, where_zh="雨湖区", where_en="in Yuhu")
        for party, times in ((YUETANG, 2), (YUHU, 17))
    )
    found = suggest(Facts(class_code="03001"), (), Fallback(past=past))
    assert [suggestion.organization for suggestion in found] == [YUHU, YUETANG]
    assert "17 次" in found[0].reason_zh


def test_and_else_a_person_decides() -> None:
    assert suggest(Facts(class_code="03001"), ()) == []


GONE = Finding(order=10, code="class_unknown", zh="没有了", en="gone", parts=frozenset({"class"}))
BROKEN = {10: [GONE]}


@pytest.mark.parametrize(
    ("code", "district", "told"),
    [
        ("03001", "430302", [10]),  # all else of rule 10 holds: it might have decided
        ("03001", "430304", []),  # it asks for another district
    ],
)
def test_a_broken_rule_that_might_have_decided_is_told(
    code: str, district: str, told: list[int]
) -> None:
    rules = (made(10, WATER, classes=["0399"], districts=["430302"]), made(20, YUHU))
    facts = Facts(class_code=code, district_code=district, street_code="x")
    broken = might_have_decided(facts, rules, BROKEN)
    assert [found.order for found in broken] == told
    first, *_ = warned(suggest(facts, rules), broken)
    assert ("第 10 条规则已失效（没有了）" in first.reason_zh) is bool(told)


def test_a_broken_rule_behind_the_one_that_decides_is_nobody_s_business() -> None:
    rules = (made(5, YUHU), made(10, WATER, classes=["0399"]))
    assert might_have_decided(Facts(class_code="03001"), rules, BROKEN) == []


def test_the_rules_of_a_city_are_those_in_force_and_read_once(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rule_set(cast)
    rule(cast, 2, "yuhu", unit="yuhu-unit", classes=["03"])
    rule(cast, 1, "water", classes=["01"])
    rule(cast, 3, "yuetang", valid_to=NOW)
    old = rule_set(cast, "旧规则", since=OPENED_AT)
    old.valid_to = NOW
    old.save()
    rule(cast, 1, "yuetang", into=old)
    with django_assert_num_queries(4):
        rules = rules_of(cast.city, NOW)
    with django_assert_num_queries(3):
        assert rules_of(cast.city, NOW) == rules
    assert [(r.order, r.organization.name) for r in rules] == [
        (1, "供水单位"),
        (2, "雨湖区城管执法局"),
    ]
    assert rules[1].unit is not None


def test_rules_that_were_read_are_read_anew_after_any_change(cast: Cast) -> None:
    book = rule_set(cast)
    changed = rule(cast, 1, "yuhu")
    assert rules_of(cast.city, NOW)[0].reason == ""
    RoutingRule.objects.filter(pk=changed.pk).update(reason="夜市专班")  # by whatever way
    assert rules_of(cast.city, NOW)[0].reason == "夜市专班"
    Organization.objects.filter(code="yuhu").update(name="雨湖城管")
    assert rules_of(cast.city, NOW)[0].organization.name == "雨湖城管"
    rule(cast, 2, "water", into=book)
    assert len(rules_of(cast.city, NOW)) == 2
    changed.delete()
    assert [one.order for one in rules_of(cast.city, NOW)] == [2]
